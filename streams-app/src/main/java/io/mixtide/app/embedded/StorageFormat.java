package io.mixtide.app.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.metadata.storage.Formatter;

/** Makes a directory into one that a broker can start on. */
final class StorageFormat {
  /** "mixtide-embedded" in base64; fixed, so that a kept directory is known again. */
  private static final String CLUSTER_ID = "bWl4dGlkZS1lbWJlZGRlZA";

  private StorageFormat() {}

  /** Formats a directory for a node; one that is so already is left as it is. */
  static void apply(Path log, int nodeId) throws Exception {
    Files.createDirectories(log);
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(nodeId)
          .setClusterId(CLUSTER_ID)
          .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
          .addDirectory(log.toString())
          .setMetadataLogDirectory(log.toString())
          .setIgnoreFormatted(true)
          .run();
    }
  }
}
