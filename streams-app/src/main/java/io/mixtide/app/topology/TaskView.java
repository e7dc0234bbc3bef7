package io.mixtide.app.topology;

import io.mixtide.model.density.AmbiguityScores;
import io.mixtide.model.density.Mixture;
import java.util.List;

/**
 * A task as it stands.
 *
 * @param task its name
 * @param release version of the release that the posterior is of
 * @param contextSize observations the posterior rests on
 * @param outsideWindow of these, the earliest that context experts no longer look at
 * @param sequence observations accepted
 * @param alpha concentration, {@code [experts]}
 * @param scores of ambiguity
 * @param novelty mean log score of the context, nats of the standardised units
 * @param raised names of the alerts raised
 * @param predictions one for each x asked, in their order
 */
public record TaskView(
    String task,
    String release,
    int contextSize,
    int outsideWindow,
    long sequence,
    float[] alpha,
    AmbiguityScores scores,
    double novelty,
    List<String> raised,
    List<Mixture> predictions) {}
