package io.mixtide.benchmark.stream;

import io.mixtide.benchmark.stream.crayfish.ImageModels;
import io.mixtide.model.kernel.Kernels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The services that can be put under test, by the names that users give them. */
enum ServiceKind {
  /** See {@link IdentityService}. */
  IDENTITY(Work.TASKS) {
    @Override
    StreamService service(Path bytes, int queries) {
      return new IdentityService(RecordBytes.read(bytes), queries, true);
    }

    @Override
    boolean copiesBytes() {
      return true;
    }
  },

  /** The same with its stores on the heap, beside their changelogs. */
  IDENTITY_IN_MEMORY(Work.TASKS) {
    @Override
    StreamService service(Path bytes, int queries) {
      return new IdentityService(RecordBytes.read(bytes), queries, false);
    }

    @Override
    boolean copiesBytes() {
      return true;
    }
  },

  /** Mixtide as it is. */
  MIXTIDE(Work.TASKS) {
    @Override
    StreamService service(Path bytes, int queries) {
      return new MixtideService(true);
    }
  },

  /** Mixtide as it would be if it might count an observation twice. */
  MIXTIDE_AT_LEAST_ONCE(Work.TASKS) {
    @Override
    StreamService service(Path bytes, int queries) {
      return new MixtideService(false);
    }
  },

  /** Kafka Streams and ONNX Runtime, without Mixtide. */
  KAFKA_STREAMS_ONNX(Work.TASKS) {
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
  HTTP_SERVER(Work.TASKS) {
    @Override
    StreamService service(Path bytes, int queries) {
      return new ModelService(network -> new HttpModel(network, Kernels.of("vector")));
    }
  },

  /** Images into Kafka Streams and out again, unscored. */
  CRAYFISH_IDENTITY(ImageModels.NONE),

  /** Images scored by Mixtide's kernels. */
  CRAYFISH_MIXTIDE(ImageModels.VECTOR),

  /** Images scored by ONNX Runtime. */
  CRAYFISH_ONNX(ImageModels.ONNX);

  private final Work work;
  private final @Nullable ImageModels model;

  ServiceKind(Work work) {
    this.work = work;
    model = null;
  }

  ServiceKind(ImageModels model) {
    work = Work.CRAYFISH;
    this.model = model;
  }

  private static Optional<EventModel.Provider> onnx() {
    return ServiceLoader.load(EventModel.Provider.class).findFirst();
  }

  /** What it does. */
  Work work() {
    return work;
  }

  /** The model that scores its images; null if it is given other work. */
  @Nullable ImageModels imageModel() {
    return model;
  }

  /** The service that does the same without a model. */
  ServiceKind identity() {
    return work == Work.TASKS ? IDENTITY : CRAYFISH_IDENTITY;
  }

  /** Whether what it needs is; else the Maven profile {@code onnx} builds it in. */
  boolean isBuiltIn() {
    return model == null || model.provider().isPresent();
  }

  /** Whether it writes what Mixtide has written before. */
  boolean copiesBytes() {
    return false;
  }

  /**
   * Makes it.
   *
   * @param bytes the file of {@link RecordBytes}, which is there if it {@link #copiesBytes}
   * @param queries with each event
   */
  StreamService service(Path bytes, int queries) {
    return new CrayfishService(Optional.ofNullable(model).orElseThrow().provider().orElseThrow());
  }

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
