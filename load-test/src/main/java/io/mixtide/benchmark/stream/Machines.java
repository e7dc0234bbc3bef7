package io.mixtide.benchmark.stream;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Describes this machine, so that figures can be told from those of another. */
final class Machines {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machines() {}

  static StreamResult.Machine here() {
    long memory =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getTotalMemorySize();
    return new StreamResult.Machine(
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        memory >> 20,
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        Runtime.version().toString());
  }

  private static String cpu() {
    if (Files.isReadable(CPUS)) {
      try {
        return Files.readAllLines(CPUS).stream()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse("unknown");
      } catch (IOException e) {
        // Not told.
      }
    }
    return "unknown";
  }
}
