package io.mixtide.benchmark.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH benchmarks in JVMs of their own, in which native libraries have one thread.
 *
 * @param forks how many JVMs one after another; 0 runs in this one
 * @param iterations of each, after two fifths as many to warm up
 * @param time of an iteration
 */
public record JmhRuns(int forks, int iterations, TimeValue time) {
  private static final String JAVA = "java";
  private static final String OUTPUT = "output";
  private static final String[] FLAGS = {
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Xms1g",
    "-Xmx1g",
    "-XX:+UseSerialGC"
  };

  /**
   * Runs one benchmark.
   *
   * @return its time per call in microseconds
   * @throws IllegalStateException if it could not be timed, with the reason
   */
  public Result<?> run(Class<?> benchmark, Map<String, String> parameters) {
    Path directory = temporaryDirectory();
    try {
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
              .forks(forks)
              .warmupIterations(Math.max(1, iterations * 2 / 5))
              .warmupTime(time)
              .measurementIterations(iterations)
              .measurementTime(time)
              .shouldFailOnError(true)
              .verbosity(VerboseMode.SILENT)
              // What the JVMs say, such as that modules incubate.
              .output(directory.resolve(OUTPUT).toString())
              .jvm(singleThreaded(directory).toString())
              .jvmArgs(FLAGS);
      parameters.forEach(options::param);
      return new Runner(options.build()).runSingle().getPrimaryResult();
    } catch (RunnerException e) {
      throw new IllegalStateException(reason(e), e);
    } finally {
      delete(directory);
    }
  }

  /** The innermost messages of what failed in the other JVM. */
  private static String reason(Throwable failure) {
    List<Throwable> causes = new ArrayList<>(List.of(failure.getSuppressed()));
    if (failure.getCause() != null) {
      causes.add(failure.getCause());
    }
    return causes.isEmpty() ? String.valueOf(failure.getMessage()) : reason(causes.getFirst());
  }

  /** ND4J and OpenBLAS read the number of their threads from the environment alone. */
  private static Path singleThreaded(Path directory) {
    Path java = Path.of(System.getProperty("java.home"), "bin", JAVA);
    Path script = directory.resolve(JAVA);
    try {
      Files.writeString(script, "#!/bin/sh%nOMP_NUM_THREADS=1 exec '%s' \"$@\"%n".formatted(java));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!script.toFile().setExecutable(true)) {
      throw new IllegalStateException("%s cannot be made executable".formatted(script));
    }
    return script;
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("mixtide-jmh");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(JAVA));
      Files.deleteIfExists(directory.resolve(OUTPUT));
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
