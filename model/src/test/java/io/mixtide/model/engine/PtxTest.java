package io.mixtide.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX that is shipped, and the source that it was compiled from. */
class PtxTest {
  private static final Path SOURCE = Path.of("src/main/cuda");
  private static final Path PTX =
      Path.of("src/main/resources/io/mixtide/model/engine/inference.ptx");

  @TempDir Path directory;

  @Test
  void shouldNameTheSourceThatItIsOf() throws Exception {
    ByteArrayOutputStream source = new ByteArrayOutputStream();
    source.write(Files.readAllBytes(SOURCE.resolve("inference.cu")));
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path header : files.filter(file -> file.toString().endsWith(".cuh")).sorted().toList()) {
        source.write(Files.readAllBytes(header));
      }
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.toByteArray());
    assertThat(lines(PTX).getFirst())
        .as("after a change of the source, run model/src/main/cuda/compile")
        .isEqualTo("// SHA-256 of the source: " + HexFormat.of().formatHex(digest));
  }

  /** No operation is fused, approximated or flushed to zero but where the processor's is. */
  @Test
  void shouldRoundAsTheProcessorDoes() throws IOException {
    Pattern arithmetic =
        Pattern.compile(
            "\\s*(add|sub|mul|mad|fma|div|rcp|sqrt|rsqrt|ex2|lg2|tanh)\\..*f(32|64)\\b.*");
    List<String> operations =
        lines(PTX).stream().filter(line -> arithmetic.matcher(line).matches()).toList();
    assertThat(operations)
        .hasSizeGreaterThan(1000)
        .allMatch(line -> line.matches("\\s*(add|sub|mul|fma|div|rcp|sqrt)\\.rn\\.f(32|64)\\s.*"));
  }

  @Test
  void shouldBeWhatTheCompilerMakesOfTheSource() throws IOException {
    skipWithout("nvcc");
    Path compiled = directory.resolve("inference.ptx");
    Tools.run(List.of("sh", SOURCE.resolve("compile").toString(), compiled.toString()));
    List<String> now = lines(compiled);
    if (compiler(now).equals(compiler(lines(PTX)))) {
      assertThat(now).isEqualTo(lines(PTX));
    } else {
      System.out.println("The PTX is of another compiler than " + compiler(now));
    }
  }

  private static String compiler(List<String> ptx) {
    return ptx.stream()
        .filter(line -> line.startsWith("// Cuda compilation"))
        .findFirst()
        .orElse("");
  }

  /** Turing, Hopper, the latest Blackwell. */
  @ParameterizedTest
  @ValueSource(ints = {75, 90, 120})
  void shouldBeTakenByTheAssemblerForEveryCard(int capability) {
    skipWithout("ptxas");
    Path cubin = directory.resolve("inference.cubin");
    Tools.run(List.of("ptxas", "-arch=sm_" + capability, PTX.toString(), "-o", cubin.toString()));
    assertThat(cubin).isNotEmptyFile();
  }

  /** What the engine is tested on has the driver's functions as NVIDIA's own header has them. */
  @ParameterizedTest
  @ValueSource(strings = {"host_driver.cpp", "host_launch.cpp"})
  void shouldBeTestedOnTheSignaturesOfTheDriver(String file) {
    skipWithout("nvcc");
    Path object = directory.resolve("host.o");
    Tools.run(
        List.of(
            "nvcc",
            "-std=c++17",
            "-Xcompiler",
            "-Werror=missing-declarations",
            "-DWITH_CUDA_H",
            "-I" + SOURCE,
            "-x",
            "c++",
            "-c",
            "src/test/cuda/" + file,
            "-o",
            object.toString()));
    assertThat(object).isNotEmptyFile();
  }

  private static void skipWithout(String tool) {
    Optional<String> missing = Tools.run(List.of(tool, "--version"));
    missing.ifPresent(reason -> System.out.println("The PTX is not checked: " + reason));
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }
}
