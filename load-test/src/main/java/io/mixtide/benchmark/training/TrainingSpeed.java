package io.mixtide.benchmark.training;

import io.mixtide.benchmark.measure.Machine;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints: medians over the rounds.
 *
 * @param mixtideOneThreadMs milliseconds per training step
 * @param mixtideTwoThreadsMs likewise on two threads
 * @param twoThreadRatio time on two threads over time on one, of the same round
 * @param nd4jMs milliseconds per step of the peer on one thread, null if it is not built in
 * @param nd4jRatio the peer's time over Mixtide's on one thread, of the same round
 * @param machine that it was measured on
 */
record TrainingSpeed(
    double mixtideOneThreadMs,
    double mixtideTwoThreadsMs,
    double twoThreadRatio,
    @Nullable Double nd4jMs,
    @Nullable Double nd4jRatio,
    Machine machine) {}
