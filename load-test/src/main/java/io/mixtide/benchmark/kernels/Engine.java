package io.mixtide.benchmark.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** What an inference can be timed on. */
enum Engine {
  VECTOR("Mixtide, Vector API", ""),
  SCALAR("Mixtide, plain Java", ""),
  ND4J("ND4J", "nd4j"),
  DL4J("DL4J", "nd4j"),
  ONNX("ONNX Runtime", "onnx"),
  PYTORCH("PyTorch by way of DJL", "pytorch");

  private final String title;
  private final String profile;

  Engine(String title, String profile) {
    this.title = title;
    this.profile = profile;
  }

  /** The engine of a name as {@link #toString} gives it. */
  static Engine named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The names of all. */
  static List<String> names() {
    return Arrays.stream(values()).map(Engine::toString).toList();
  }

  /** Empty if it is not built in. */
  Optional<InferencePeer> peer() {
    if (profile.isEmpty()) {
      return Optional.of(new MixtideInference(toString()));
    }
    return ServiceLoader.load(InferencePeer.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(peer -> peer.name().equals(toString()))
        .findFirst();
  }

  /** Its name as users know it. */
  String title() {
    return title;
  }

  /** The Maven profile that builds it in; empty where none is needed. */
  String profile() {
    return profile;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
