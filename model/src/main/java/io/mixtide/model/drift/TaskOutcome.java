package io.mixtide.model.drift;

/**
 * What a task came to, as far as drift is concerned.
 *
 * @param contextSize observations that the scores are of; one of {@link
 *     io.mixtide.model.evaluation.Percentiles#contextSizes()}, so that the task is compared with
 *     held-out tasks of its size
 * @param novelty mean log score of these observations, each before it was seen, in nats of the
 *     standardised units
 * @param ambiguity the score that alerts watch, after the last of them
 */
public record TaskOutcome(int contextSize, double novelty, double ambiguity) {}
