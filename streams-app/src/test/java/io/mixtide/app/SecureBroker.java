package io.mixtide.app;

import io.mixtide.app.embedded.EmbeddedBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that speaks only TLS, asks for a name and a password, and allows what was allowed;
 * {@code admin} may do everything.
 */
public final class SecureBroker implements AutoCloseable {
  private final EmbeddedBroker broker;
  private final TestCertificate certificate;
  private final Map<String, String> passwords;

  /**
   * Starts one.
   *
   * @param passwords by user, without {@code admin}, who gets one too
   */
  public SecureBroker(TestCertificate certificate, Map<String, String> passwords) {
    this.certificate = certificate;
    this.passwords = new HashMap<>(passwords);
    this.passwords.put("admin", "admin-password");
    Map<String, String> properties = new HashMap<>(tls());
    // Named, it has the protocol of the map; by default it would be one in the clear.
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.putAll(
        Map.of(
            "listener.security.protocol.map",
            "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT",
            "ssl.keystore.location",
            certificate.keystore().toString(),
            "ssl.keystore.password",
            certificate.password(),
            "ssl.keystore.type",
            "PKCS12",
            "sasl.enabled.mechanisms",
            "PLAIN",
            "sasl.mechanism.inter.broker.protocol",
            "PLAIN",
            "listener.name.plaintext.plain.sasl.jaas.config",
            jaas("admin", "admin-password", this.passwords),
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            // The node's controller is asked in the clear, by the node alone.
            "super.users",
            "User:admin;User:ANONYMOUS"));
    broker = EmbeddedBroker.start(properties);
  }

  /** The address for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** What a client of this user sets, in Kafka's names. */
  public Map<String, String> client(String user) {
    return client(user, Objects.requireNonNull(passwords.get(user)));
  }

  /** The same with a password of one's own. */
  public Map<String, String> client(String user, String password) {
    Map<String, String> properties = new HashMap<>(tls());
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put("sasl.jaas.config", jaas(user, password, Map.of()));
    return properties;
  }

  /** Allows a user something; the name of a thing that ends with a star is a prefix. */
  public void allow(String user, ResourceType type, String name, AclOperation... operations) {
    PatternType pattern = name.endsWith("*") ? PatternType.PREFIXED : PatternType.LITERAL;
    ResourcePattern resource = new ResourcePattern(type, name.replace("*", ""), pattern);
    List<AclBinding> bindings =
        List.of(operations).stream()
            .map(operation ->
                new AclBinding(
                    resource,
                    new AccessControlEntry(
                        "User:" + user, "*", operation, AclPermissionType.ALLOW)))
            .toList();
    Map<String, Object> properties = new HashMap<>(client("admin"));
    properties.put("bootstrap.servers", bootstrapServers());
    try (Admin admin = Admin.create(properties)) {
      admin.createAcls(bindings).all().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    broker.close();
  }

  private Map<String, String> tls() {
    return Map.of(
        "ssl.truststore.location",
        certificate.truststore().toString(),
        "ssl.truststore.password",
        certificate.password(),
        "ssl.truststore.type",
        "PKCS12");
  }

  private static String jaas(String user, String password, Map<String, String> known) {
    String users =
        known.entrySet().stream()
            .map(entry -> " user_%s=\"%s\"".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;"
        .formatted(user, password, users);
  }
}
