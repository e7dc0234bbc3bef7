package io.mixtide.model.release;

import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.evaluation.HeldOut;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable trained model.
 *
 * @param version the first 12 hex digits of its content's SHA-256, so that equal models have equal
 *     versions
 * @param parent version of the release that training started from, if any
 * @param network frozen
 * @param standardisation moments of the training tasks, those of the first release where one was
 *     trained from another
 * @param provenance data, settings and seed
 * @param heldOut scores and alert percentiles on held-out tasks
 * @param scores log-likelihoods on held-out tasks by context size
 * @param candidates x's in the user's units, {@code [candidates][dx]}, among which to look for what
 *     to label next
 */
public record Release(
    String version,
    @Nullable String parent,
    Network network,
    Standardisation standardisation,
    Provenance provenance,
    HeldOut heldOut,
    List<ContextScore> scores,
    List<double[]> candidates) {}
