package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * The settings of who may ask whom: the registry's are named as Confluent's clients name them, the
 * HTTP server's end as Kafka's do. Each is null unless given.
 */
final class SecurityDefinition {
  static final String CONFIG_PROVIDERS = "config.providers";
  static final String BASIC_SOURCE = "basic.auth.credentials.source";
  static final String BASIC_USER_INFO = "basic.auth.user.info";
  static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  static final String BEARER_TOKEN = "bearer.auth.token";
  static final String REGISTRY_SSL = "schema.registry.ssl.";
  static final String HTTP_TOKEN = "http.token";
  static final String HTTP_SSL = "http.ssl.";

  private static final String TYPE_DOC =
      " `JKS`, which Kafka's own default is and which reads PKCS12 too, `PKCS12`, or `PEM`.";

  private SecurityDefinition() {}

  /** Adds these settings, as groups of their own. */
  static void addTo(GroupedDefinition settings) {
    defineSecrets(settings);
    defineRegistry(settings);
    defineHttp(settings);
  }

  private static void defineSecrets(GroupedDefinition settings) {
    settings.startGroup("Secrets");
    settings.define(
        CONFIG_PROVIDERS,
        LIST,
        List.of(),
        null,
        MEDIUM,
        "Names of Kafka's configuration providers, separated by commas. With `file,env` any value may"
            + " be, or contain, `${env:VARIABLE}` or `${file:/path/secrets.properties:key}`; `file`,"
            + " `directory` and `env` are Kafka's own, another needs"
            + " `config.providers.NAME.class`, and `config.providers.NAME.param.PARAMETER` is"
            + " handed to any, both in the properties file. None by default: a value means what it"
            + " says.");
  }

  private static void defineRegistry(GroupedDefinition settings) {
    settings.startGroup("Access to the schema registry");
    settings.defineOptional(
        BASIC_SOURCE,
        STRING,
        ValidString.in("USER_INFO"),
        LOW,
        "Where the user and password for the registry come from: `basic.auth.user.info`, whether this"
            + " is set or not. Credentials in the registry's address are refused.");
    settings.defineOptional(
        BASIC_USER_INFO,
        PASSWORD,
        null,
        MEDIUM,
        "`USER:PASSWORD` for the registry. Sent with every request, so use an `https://` address.");
    settings.defineOptional(
        BEARER_SOURCE,
        STRING,
        ValidString.in("STATIC_TOKEN"),
        LOW,
        "Where the token for the registry comes from: `bearer.auth.token`, whether this is set or"
            + " not. Tokens of an OAuth server are not fetched.");
    settings.defineOptional(
        BEARER_TOKEN,
        PASSWORD,
        null,
        MEDIUM,
        "A token for the registry, instead of a user and password. Sent with every request, so use an"
            + " `https://` address.");
    settings.defineOptional(
        REGISTRY_SSL + "truststore.location",
        STRING,
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The file of certificates that the registry's must be signed by. Without it, those that Java"
            + " trusts. That the certificate is for the registry's host name is always checked.");
    settings.defineOptional(
        REGISTRY_SSL + "truststore.password",
        PASSWORD,
        null,
        MEDIUM,
        "The password of the truststore. `PEM` has none.");
    settings.defineOptional(
        REGISTRY_SSL + "truststore.type",
        STRING,
        ValidString.in("JKS", "PKCS12", "PEM"),
        LOW,
        "The format of the truststore:" + TYPE_DOC);
    settings.defineOptional(
        REGISTRY_SSL + "keystore.location",
        STRING,
        new ConfigDef.NonEmptyString(),
        LOW,
        "The file with a key and its certificates to show to the registry. Only for registries that"
            + " ask for them.");
    settings.defineOptional(
        REGISTRY_SSL + "keystore.password", PASSWORD, null, LOW, "The password of that keystore. ");
    settings.defineOptional(
        REGISTRY_SSL + "key.password", PASSWORD, null, LOW, "The password of the key in it. ");
    settings.defineOptional(
        REGISTRY_SSL + "keystore.type",
        STRING,
        ValidString.in("JKS", "PKCS12", "PEM"),
        LOW,
        "The format of that keystore:" + TYPE_DOC);
  }

  private static void defineHttp(GroupedDefinition settings) {
    settings.startGroup("Access by HTTP");
    settings.defineOptional(
        HTTP_TOKEN,
        PASSWORD,
        new NonEmptyPassword(),
        MEDIUM,
        "What a request must bear, as `Authorization: Bearer TOKEN`, except for `/health/live`,"
            + " `/health/ready` and the page's own files. Without it every request is answered, which"
            + " suits only the address `127.0.0.1`, and changes are taken from this machine alone.");
    settings.defineOptional(
        HTTP_SSL + "keystore.location",
        STRING,
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The file with the server's key and its certificates; with it, HTTP is HTTPS. It is read at"
            + " the start only.");
    settings.defineOptional(
        HTTP_SSL + "keystore.password",
        PASSWORD,
        null,
        MEDIUM,
        "The password of the keystore. `PEM` has none.");
    settings.defineOptional(
        HTTP_SSL + "key.password",
        PASSWORD,
        null,
        LOW,
        "The password of the key in it. By default that of the keystore, if it has one.");
    settings.defineOptional(
        HTTP_SSL + "keystore.type",
        STRING,
        ValidString.in("JKS", "PKCS12", "PEM"),
        LOW,
        "The format of the keystore:" + TYPE_DOC);
    settings.defineOptional(
        HTTP_SSL + "truststore.location",
        STRING,
        new ConfigDef.NonEmptyString(),
        MEDIUM,
        "The file of certificates that the other instances' must be signed by, when they are asked"
            + " about a task. Without it, those that Java trusts. That a certificate is for the host"
            + " in the other's `http.advertised` is always checked.");
    settings.defineOptional(
        HTTP_SSL + "truststore.password",
        PASSWORD,
        null,
        MEDIUM,
        "The password of that truststore. `PEM` has none.");
    settings.defineOptional(
        HTTP_SSL + "truststore.type",
        STRING,
        ValidString.in("JKS", "PKCS12", "PEM"),
        LOW,
        "The format of that truststore:" + TYPE_DOC);
  }
}
