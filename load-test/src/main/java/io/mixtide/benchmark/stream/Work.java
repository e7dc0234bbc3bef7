package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.schemas.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/** What services are given to do. */
enum Work {
  /** Observations of tasks, with queries: what Mixtide is for. */
  TASKS {
    @Override
    Events events(StreamPlan plan, Settings settings) {
      return new TaskEvents(
          plan, topic(settings), settings.<SpecificRecord>valueSerde().serializer());
    }
  },

  /** See {@link io.mixtide.benchmark.stream.crayfish.Crayfish}. */
  CRAYFISH {
    @Override
    Events events(StreamPlan plan, Settings settings) {
      return new ImageEvents(plan, topic(settings));
    }
  };

  private static String topic(Settings settings) {
    return new Topics(settings.topicPrefix()).context();
  }

  /** The events of this work, from the first. */
  abstract Events events(StreamPlan plan, Settings settings);

  /** Its name in lower case. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  static List<String> labels() {
    return Arrays.stream(values()).map(Work::label).toList();
  }

  /**
   * By its name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Work of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
