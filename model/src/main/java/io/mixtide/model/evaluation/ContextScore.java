package io.mixtide.model.evaluation;

/**
 * Log-likelihoods of targets after contexts of one size, in nats per target, means over tasks.
 *
 * @param contextSize number of observations in the context
 * @param tasks number of tasks scored
 * @param marginal mean over targets of the log of the closed form, standardised units
 * @param joint log of the expectation over the Dirichlet of the targets' product, divided by their
 *     number, standardised units
 * @param marginalUserUnits {@code marginal} as a density over the user's units
 * @param jointUserUnits {@code joint} as a density over the user's units
 */
public record ContextScore(
    int contextSize,
    int tasks,
    double marginal,
    double joint,
    double marginalUserUnits,
    double jointUserUnits) {}
