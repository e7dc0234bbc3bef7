package io.mixtide.app.topology;

import io.mixtide.model.evaluation.Score;

/**
 * When alerts are raised and cleared, in percentiles of the release's held-out tasks at the same
 * context size.
 *
 * @param ambiguity the score that ambiguity alerts watch; high is ambiguous
 * @param raise percentile above which ambiguity is raised
 * @param clear percentile below which it is cleared, less than {@code raise}
 * @param noveltyRaise percentile below which novelty is raised
 * @param noveltyClear percentile above which it is cleared, more than {@code noveltyRaise}
 */
public record AlertPolicy(
    Score ambiguity, double raise, double clear, double noveltyRaise, double noveltyClear) {}
