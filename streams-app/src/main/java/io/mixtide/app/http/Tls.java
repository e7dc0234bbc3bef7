package io.mixtide.app.http;

import io.javalin.config.JettyConfig;
import io.mixtide.app.UserErrorException;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** HTTP over TLS only, with the key stores that Kafka reads: JKS, PKCS12 and PEM. */
final class Tls {
  private Tls() {}

  /**
   * Has a server listen so.
   *
   * @param ssl as in {@link HttpAccess}
   * @throws UserErrorException if the store cannot be read
   */
  static void listen(JettyConfig jetty, String host, int port, Map<String, Object> ssl) {
    SslContextFactory.Server tls = tls(ssl);
    jetty.addConnector((server, http) -> connector(server, http, tls, host, port));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, SslContextFactory.Server tls, String host, int port) {
    HttpConfiguration secure = new HttpConfiguration(http);
    // Probes and neighbours ask by address, which no certificate need name.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure));
    connector.setHost(host);
    connector.setPort(port);
    return connector;
  }

  private static SslContextFactory.Server tls(Map<String, Object> ssl) {
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(
          new AbstractConfig(new ConfigDef().withClientSslSupport(), ssl, false).values());
      SslContextFactory.Server tls = new SslContextFactory.Server();
      tls.setSslContext(factory.sslContext());
      tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      return tls;
    } catch (KafkaException e) {
      String cause = e.getCause() == null ? "" : " (%s)".formatted(e.getCause().getMessage());
      throw new UserErrorException(
          "HTTP cannot be secured: %s%s; correct what begins with http.ssl."
              .formatted(e.getMessage(), cause),
          e);
    }
  }
}
