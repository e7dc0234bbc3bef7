package io.mixtide.load;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run, one after another; the same seed gives the same ones. Each task is a sine of
 * its own, positive, as releases for counts and concentrations need it.
 */
final class Workload {
  private static final Instant OBSERVED = Instant.EPOCH;
  private static final double NOISE = 0.1;

  /**
   * One event.
   *
   * @param task name of its task
   * @param value encoded
   * @param fault what a service must say of it, null if it is good
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Event(String task, byte[] value, @Nullable DeadLetterReason fault) {}

  private final LoadPlan plan;
  private final String prefix;
  private final String topic;
  private final Serializer<SpecificRecord> values;
  private final RandomGenerator random;
  private long index;

  /**
   * @param prefix what the names of this run's tasks begin with
   * @param topic that the values are encoded for
   */
  Workload(LoadPlan plan, String prefix, String topic, Serializer<SpecificRecord> values) {
    this.plan = plan;
    this.prefix = prefix;
    this.topic = topic;
    this.values = values;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed());
  }

  /** The next event. Its observation's id is its index; its queries' follow from that. */
  Event next() {
    long event = index++;
    int task = random.nextInt(plan.tasks());
    String name = prefix + task;
    boolean bad = random.nextDouble() < plan.bad();
    double[] x = random.doubles(plan.dx(), -1, 1).toArray();
    double[] y = new double[plan.dy()];
    for (int j = 0; j < y.length; j++) {
      y[j] = Math.abs(2 + Math.sin(3 * x[0] + task + j) + NOISE * random.nextGaussian());
    }
    if (!bad) {
      return new Event(name, encode(String.valueOf(event), x, y, queries(event)), null);
    }
    return switch (random.nextInt(3)) {
      case 0 -> {
        byte[] noise = new byte[3];
        random.nextBytes(noise);
        yield new Event(name, noise, DeadLetterReason.MALFORMED);
      }
      case 1 -> {
        x[0] = Double.NaN;
        yield new Event(name, encode(null, x, y, List.of()), DeadLetterReason.NOT_FINITE);
      }
      default -> {
        double[] wide = new double[plan.dy() + 1];
        yield new Event(name, encode(null, x, wide, List.of()), DeadLetterReason.WRONG_WIDTH);
      }
    };
  }

  private List<Query> queries(long event) {
    List<Query> queries = new ArrayList<>(plan.queries());
    for (int q = 0; q < plan.queries(); q++) {
      queries.add(
          new Query(
              String.valueOf(event * plan.queries() + q),
              Vectors.doubles(random.doubles(plan.dx(), -1, 1).toArray()),
              Vectors.doubles()));
    }
    return queries;
  }

  private byte[] encode(@Nullable String id, double[] x, double[] y, List<Query> queries) {
    return values.serialize(
        topic, new ContextEvent(id, OBSERVED, Vectors.doubles(x), Vectors.doubles(y), queries));
  }
}
