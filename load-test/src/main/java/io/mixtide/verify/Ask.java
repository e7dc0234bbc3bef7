package io.mixtide.verify;

import io.mixtide.schemas.Prediction;
import io.mixtide.schemas.PredictionRequest;
import io.mixtide.schemas.Query;
import io.mixtide.schemas.Vectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One query, kept small.
 *
 * @param id the asker's name for it
 * @param x {@code [dx]}, in the user's units
 * @param levels of the quantiles wanted
 */
@SuppressWarnings("ArrayRecordComponent") // read element by element, never compared
record Ask(@Nullable String id, double[] x, double[] levels) {
  private static final double[] NONE = {};

  static List<Ask> of(List<Query> queries) {
    return queries.stream()
        .map(query ->
            new Ask(
                query.getId(),
                Vectors.toArray(query.getX()),
                query.getQuantiles().isEmpty() ? NONE : Vectors.toArray(query.getQuantiles())))
        .toList();
  }

  /** By this a prediction is known as the answer, whatever it says. */
  long key(@Nullable String requestId, Fingerprint fingerprint) {
    Query query = new Query(id, Vectors.doubles(x), Vectors.doubles(levels));
    return key(requestId, query, fingerprint);
  }

  /** The key of the query that a prediction says it answers. */
  static long keyOf(Prediction prediction, Fingerprint fingerprint) {
    Query query =
        new Query(prediction.getQueryId(), prediction.getX(), prediction.getQuantileLevels());
    return key(prediction.getRequestId(), query, fingerprint);
  }

  private static long key(@Nullable String requestId, Query query, Fingerprint fingerprint) {
    return fingerprint.of(new PredictionRequest(requestId, List.of(query))).high();
  }
}
