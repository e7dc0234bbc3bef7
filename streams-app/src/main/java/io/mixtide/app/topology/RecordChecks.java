package io.mixtide.app.topology;

import io.mixtide.app.topology.ObservationLog.Observation;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what users send, whole, before anything is done with it. */
final class RecordChecks {

  /** Outputs repeat ids, and must fit where their record did. */
  private static final int MAX_ID_LENGTH = 1024;

  /** Enough for all percentiles; more would hold up the records behind. */
  private static final int MAX_LEVELS = 100;

  /** For what is of the record itself. */
  private static final int NO_QUERY = -1;

  private RecordChecks() {}

  /**
   * The observation of an event.
   *
   * @throws RejectedRecordException if a width is wrong, a value not finite or out of range, or the
   *     id too long
   */
  static Observation observation(ContextEvent event, Release release) {
    requireId("the observation's id", event.getObservationId());
    Architecture sizes = release.network().architecture();
    double[] x = values("x", NO_QUERY, event.getX(), sizes.dx());
    double[] y = values("y", NO_QUERY, event.getY(), sizes.dy());
    if (!release.standardisation().acceptsX(x) || !release.standardisation().acceptsY(y)) {
      throw outOfRange("the observation", release);
    }
    return new Observation(event.getEventTime().toEpochMilli(), event.getObservationId(), x, y);
  }

  /**
   * The x's of a record's queries, {@code [queries][dx]}.
   *
   * @throws RejectedRecordException if there are too many, or one is wrong
   */
  static double[][] queries(List<Query> queries, Release release, int maxQueries) {
    if (queries.size() > maxQueries) {
      throw new RejectedRecordException(
          DeadLetterReason.TOO_MANY_QUERIES,
          "%d queries in one record, more than the %d allowed"
              .formatted(queries.size(), maxQueries));
    }
    double[][] xs = new double[queries.size()][];
    for (int i = 0; i < xs.length; i++) {
      Query query = queries.get(i);
      requireId("the id", i, query.getId());
      xs[i] = values("x", i, query.getX(), release.network().architecture().dx());
      if (!release.standardisation().acceptsX(xs[i])) {
        throw outOfRange("query " + i, release);
      }
      requireLevels(i, query);
    }
    return xs;
  }

  /** Refuses an id that is too long to be repeated in outputs. */
  static void requireId(String what, @Nullable String id) {
    requireId(what, NO_QUERY, id);
  }

  private static void requireId(String what, int query, @Nullable String id) {
    if (id != null && id.length() > MAX_ID_LENGTH) {
      throw new RejectedRecordException(
          DeadLetterReason.TOO_LARGE,
          "%s has %d characters, more than the %d allowed"
              .formatted(nameOf(what, query), id.length(), MAX_ID_LENGTH));
    }
  }

  /** Put together only for a record that is refused. */
  private static String nameOf(String what, int query) {
    return query == NO_QUERY ? what : "%s of query %d".formatted(what, query);
  }

  private static void requireLevels(int index, Query query) {
    int count = query.getQuantiles().size();
    if (count > MAX_LEVELS) {
      throw new RejectedRecordException(
          DeadLetterReason.BAD_QUANTILE,
          "query %d asks for %d quantiles, more than the %d allowed"
              .formatted(index, count, MAX_LEVELS));
    }
    for (double level : Vectors.values(query.getQuantiles())) {
      if (!(level > 0 && level < 1)) {
        throw new RejectedRecordException(
            DeadLetterReason.BAD_QUANTILE,
            "query %d asks for quantile %s; levels lie within (0, 1)".formatted(index, level));
      }
    }
  }

  private static double[] values(String name, int query, List<Double> list, int width) {
    if (list.size() != width) {
      throw new RejectedRecordException(
          DeadLetterReason.WRONG_WIDTH,
          "%s has %d values; the release in force takes %d"
              .formatted(nameOf(name, query), list.size(), width));
    }
    double[] values = Vectors.values(list);
    for (int i = 0; i < width; i++) {
      if (!Double.isFinite(values[i])) {
        throw new RejectedRecordException(
            DeadLetterReason.NOT_FINITE,
            "%s[%d] is %s".formatted(nameOf(name, query), i, values[i]));
      }
    }
    return values;
  }

  private static RejectedRecordException outOfRange(String what, Release release) {
    return new RejectedRecordException(
        DeadLetterReason.OUT_OF_RANGE,
        "%s lies outside what release %s can take".formatted(what, release.version()));
  }
}
