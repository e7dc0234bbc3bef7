package io.mixtide.load;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run, one after another; the same seed gives the same ones. Each task is a sine of
 * its own, positive, as releases for counts and concentrations need it. Bad events have every fault
 * that a sender can make, each as often as the others.
 */
final class Workload {
  private static final Instant OBSERVED = Instant.EPOCH;
  private static final double NOISE = 0.1;

  /** What a sender can do wrong; the other reasons are for what readers do not know or do wrong. */
  static final List<DeadLetterReason> FAULTS =
      List.of(
          DeadLetterReason.MALFORMED,
          DeadLetterReason.UNKNOWN_SCHEMA,
          DeadLetterReason.EMPTY_KEY,
          DeadLetterReason.WRONG_WIDTH,
          DeadLetterReason.NOT_FINITE,
          DeadLetterReason.OUT_OF_RANGE,
          DeadLetterReason.TOO_LARGE,
          DeadLetterReason.TOO_MANY_QUERIES,
          DeadLetterReason.BAD_QUANTILE,
          DeadLetterReason.DUPLICATE);

  /** No registry has given out as many. */
  private static final int NO_SCHEMA = Integer.MAX_VALUE;

  private static final int TOO_LONG_AN_ID = 1025;

  /**
   * One event.
   *
   * @param task name of its task, null where that is the fault
   * @param value encoded
   * @param fault what a service must say of it, null if it is good
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Event(@Nullable String task, byte[] value, @Nullable DeadLetterReason fault) {}

  private final LoadPlan plan;
  private final String prefix;
  private final String topic;
  private final Serializer<SpecificRecord> values;
  private final int maxQueries;
  private final RandomGenerator random;
  private long index;
  private @Nullable Event latestGood;

  /**
   * @param prefix what the names of this run's tasks begin with
   * @param topic that the values are encoded for
   * @param maxQueries as many queries in one event are not too many
   */
  Workload(
      LoadPlan plan,
      String prefix,
      String topic,
      Serializer<SpecificRecord> values,
      int maxQueries) {
    this.plan = plan;
    this.prefix = prefix;
    this.topic = topic;
    this.values = values;
    this.maxQueries = maxQueries;
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
    if (bad) {
      // A duplicate is of the latest good event of all, which its task is sure to remember.
      DeadLetterReason fault = FAULTS.get(random.nextInt(FAULTS.size()));
      return fault == DeadLetterReason.DUPLICATE && latestGood != null
          ? new Event(latestGood.task(), latestGood.value(), fault)
          : bad(name, fault, x, y);
    }
    latestGood = new Event(name, encode(String.valueOf(event), x, y, queries(event)), null);
    return latestGood;
  }

  private Event bad(String name, DeadLetterReason fault, double[] x, double[] y) {
    return switch (fault) {
      case UNKNOWN_SCHEMA ->
          new Event(name, ByteBuffer.allocate(5).putInt(1, NO_SCHEMA).array(), fault);
      case EMPTY_KEY -> new Event(null, encode(null, x, y, List.of()), fault);
      case WRONG_WIDTH ->
          new Event(name, encode(null, x, new double[y.length + 1], List.of()), fault);
      case NOT_FINITE -> new Event(name, encode(null, with(Double.NaN, x), y, List.of()), fault);
      case OUT_OF_RANGE ->
          new Event(name, encode(null, with(Double.MAX_VALUE, x), y, List.of()), fault);
      case TOO_LARGE -> new Event(name, encode("i".repeat(TOO_LONG_AN_ID), x, y, List.of()), fault);
      case TOO_MANY_QUERIES ->
          new Event(name, encode(null, x, y, Collections.nCopies(maxQueries + 1, query(x))), fault);
      case BAD_QUANTILE -> new Event(name, encode(null, x, y, List.of(query(x, 1.5))), fault);
      default -> {
        byte[] noise = new byte[3];
        random.nextBytes(noise);
        yield new Event(name, noise, DeadLetterReason.MALFORMED);
      }
    };
  }

  private static double[] with(double first, double[] values) {
    double[] changed = values.clone();
    changed[0] = first;
    return changed;
  }

  private static Query query(double[] x, double... quantiles) {
    return new Query(null, Vectors.doubles(x), Vectors.doubles(quantiles));
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
