package io.mixtide.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of this machine's loopback address, made anew and signed by itself.
 *
 * @param keystore the file with its key, as PKCS12
 * @param truststore the file of those who trust it, as PKCS12
 * @param password of both
 */
public record TestCertificate(Path keystore, Path truststore, String password) {

  /** Makes one in a directory. */
  public static TestCertificate in(Path directory, String password) {
    Path keystore = directory.resolve("key.p12");
    Path truststore = directory.resolve("trust.p12");
    Path certificate = directory.resolve("certificate.pem");
    keytool(
        "-genkeypair -alias key -keyalg EC -groupname secp256r1 -dname CN=localhost -validity 2"
            + " -ext SAN=dns:localhost,ip:127.0.0.1 -storetype PKCS12",
        "-keystore",
        keystore.toString(),
        "-storepass",
        password);
    keytool(
        "-exportcert -rfc -alias key -file",
        certificate.toString(),
        "-keystore",
        keystore.toString(),
        "-storepass",
        password);
    keytool(
        "-importcert -noprompt -alias trusted -storetype PKCS12 -file",
        certificate.toString(),
        "-keystore",
        truststore.toString(),
        "-storepass",
        password);
    return new TestCertificate(keystore, truststore, password);
  }

  /** For a server with this certificate, and for clients that trust it. */
  public SSLContext context() {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(
          KeyStore.getInstance(keystore.toFile(), password.toCharArray()), password.toCharArray());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(KeyStore.getInstance(truststore.toFile(), password.toCharArray()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(String words, String... arguments) {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                Stream.of(words.split(" ")),
                Stream.of(arguments))
            .flatMap(part -> part)
            .toList();
    try {
      Path output = Files.createTempFile("keytool", ".txt");
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      String said = Files.readString(output, UTF_8);
      Files.delete(output);
      if (status != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
