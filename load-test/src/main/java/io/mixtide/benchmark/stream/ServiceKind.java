package io.mixtide.benchmark.stream;

import io.mixtide.model.kernel.Kernels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The services that can be put under test, by the names that users give them. */
enum ServiceKind {
  /** See {@link IdentityService}. */
  IDENTITY {
    @Override
    StreamService service(Path bytes, int queries) {
      return new IdentityService(RecordBytes.read(bytes), queries);
    }
  },

  /** Mixtide as it is. */
  MIXTIDE {
    @Override
    StreamService service(Path bytes, int queries) {
      return new MixtideService(true);
    }
  },

  /** Mixtide as it would be if it might count an observation twice. */
  MIXTIDE_AT_LEAST_ONCE {
    @Override
    StreamService service(Path bytes, int queries) {
      return new MixtideService(false);
    }
  },

  /** Kafka Streams and ONNX Runtime, without Mixtide. */
  KAFKA_STREAMS_ONNX {
    @Override
    StreamService service(Path bytes, int queries) {
      return new ModelService(onnx().orElseThrow());
    }

    @Override
    boolean isBuiltIn() {
      return onnx().isPresent();
    }
  },

  /** Kafka Streams and the model behind HTTP. */
  HTTP_SERVER {
    @Override
    StreamService service(Path bytes, int queries) {
      return new ModelService(network -> new HttpModel(network, Kernels.of("vector")));
    }
  };

  private static Optional<EventModel.Provider> onnx() {
    return ServiceLoader.load(EventModel.Provider.class).findFirst();
  }

  /** Whether what it needs is; else the Maven profile {@code onnx} builds it in. */
  boolean isBuiltIn() {
    return true;
  }

  /**
   * Makes it.
   *
   * @param bytes the file of {@link RecordBytes}
   * @param queries with each event
   */
  abstract StreamService service(Path bytes, int queries);

  /** Its name in lower case, with hyphens. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All names. */
  static List<String> labels() {
    return Arrays.stream(values()).map(ServiceKind::label).toList();
  }

  /**
   * By its name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static ServiceKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
