package io.mixtide.benchmark.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Observations, with queries, of one task after another at first, then of any. They resemble what
 * the shipped release was trained on: x is an hour of the day, y a concentration.
 */
final class TaskEvents implements Events {
  private static final Instant OBSERVED = Instant.EPOCH;
  private static final int HOURS = 24;
  private static final double LEVEL = 4;
  private static final double SPREAD = 0.8;
  private static final double NOISE = 0.3;

  private final StreamPlan plan;
  private final String topic;
  private final Serializer<SpecificRecord> values;
  private final RandomGenerator random;
  private final long[] observed;
  private long index;

  /**
   * @param topic that the values are encoded for
   */
  TaskEvents(StreamPlan plan, String topic, Serializer<SpecificRecord> values) {
    this.plan = plan;
    this.topic = topic;
    this.values = values;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
    observed = new long[plan.tasks()];
  }

  @Override
  public Event next() {
    long event = index++;
    int slot = event < observed.length ? (int) event : random.nextInt(observed.length);
    long generation = observed[slot]++ / plan.perTask();
    String task = "task-" + slot + (generation == 0 ? "" : "/" + generation);
    double x = random.nextInt(HOURS);
    double level = LEVEL + SPREAD * Math.sin(slot + generation + 2 * Math.PI * x / HOURS);
    double y = Math.exp(level + NOISE * random.nextGaussian());
    List<Query> queries = new ArrayList<>(plan.queries());
    for (int q = 0; q < plan.queries(); q++) {
      queries.add(new Query(null, Vectors.doubles((x + 1 + q) % HOURS), Vectors.doubles()));
    }
    ContextEvent value =
        new ContextEvent(
            String.valueOf(event), OBSERVED, Vectors.doubles(x), Vectors.doubles(y), queries);
    return new Event(task.getBytes(UTF_8), values.serialize(topic, value));
  }
}
