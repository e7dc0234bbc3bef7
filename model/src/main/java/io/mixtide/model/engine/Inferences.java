package io.mixtide.model.engine;

import io.mixtide.model.density.Mixture;
import java.util.List;

/**
 * What a batch came to, besides the new states.
 *
 * @param scores {@code ln p(y | x, context before)} of every arrival, {@code [tasks]}, in nats of
 *     the standardised units; NaN where the arrival is refused and its state left as it was: a
 *     value is not finite or out of the model's range, or the density is not finite
 * @param mixtures predictions, {@code [queries]}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Inferences(double[] scores, List<Mixture> mixtures) {}
