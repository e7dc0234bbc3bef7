package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.benchmark.stream.crayfish.ImageFormat;
import io.mixtide.benchmark.stream.crayfish.ImageModels;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.schemas.Topics;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.avro.specific.SpecificRecord;
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
  CRAYFISH_IDENTITY(ImageModels.NONE, ImageFormat.FLOATS),

  /** Images scored by Mixtide's kernels. */
  CRAYFISH_MIXTIDE(ImageModels.VECTOR, ImageFormat.FLOATS),

  /** Images scored by ONNX Runtime. */
  CRAYFISH_ONNX(ImageModels.ONNX, ImageFormat.FLOATS),

  /** Images scored by ONNX Runtime, in records as Crayfish has published them. */
  CRAYFISH_PUBLISHED(ImageModels.ONNX, ImageFormat.JSON);

  private final Work work;
  private final @Nullable ImageModels model;
  private final @Nullable ImageFormat format;

  ServiceKind(Work work) {
    this.work = work;
    model = null;
    format = null;
  }

  ServiceKind(ImageModels model, ImageFormat format) {
    work = Work.CRAYFISH;
    this.model = model;
    this.format = format;
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

  /** The events that it is given, from the first. */
  Events events(StreamPlan plan, Settings settings) {
    return format == null
        ? new TaskEvents(
            plan,
            new Topics(settings.topicPrefix()).context(),
            settings.<SpecificRecord>valueSerde().serializer())
        : new ImageEvents(plan, format);
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
    return new CrayfishService(
        Optional.ofNullable(model).orElseThrow().provider().orElseThrow(),
        Optional.ofNullable(format).orElseThrow());
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
