package io.mixtide.benchmark.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a measurement ran on, so that figures can be told from those of another machine.
 *
 * @param cpu the processor's name
 * @param vectors its widest vectors: {@code AVX-512}, {@code AVX2}, or what the system does not say
 * @param cores that the JVM sees
 * @param memoryMib of the machine
 * @param os name, version and architecture
 * @param java its version
 */
public record Machine(
    String cpu, String vectors, int cores, long memoryMib, String os, String java) {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final String UNKNOWN = "unknown";

  /** The machine that this runs on. */
  public static Machine here() {
    long memory =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getTotalMemorySize();
    List<String> flags = List.of(cpuInfo("flags").split(" ", -1));
    return new Machine(
        cpuInfo("model name"),
        flags.contains("avx512f") ? "AVX-512" : flags.contains("avx2") ? "AVX2" : UNKNOWN,
        Runtime.getRuntime().availableProcessors(),
        memory >> 20,
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        Runtime.version().toString());
  }

  /** In one line. */
  public String description() {
    return "%s, %s, %d cores, %s, Java %s".formatted(cpu, vectors, cores, os, java);
  }

  private static String cpuInfo(String field) {
    if (!Files.isReadable(CPUS)) {
      return UNKNOWN;
    }
    try {
      return Files.readAllLines(CPUS).stream()
          .filter(line -> line.startsWith(field))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(UNKNOWN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
