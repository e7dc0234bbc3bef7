package io.mixtide.chaos;

import io.mixtide.load.LoadResult;
import java.util.List;

/**
 * What handing over costs.
 *
 * @param stopGapsMs for each time that an instance stopped gracefully, the longest time that a
 *     partition was without output, in milliseconds; 0 if that was less than 100
 * @param returnGapsMs likewise for each time that it came back
 * @param ledger whether each event was answered once, and how late
 */
record HandoverResult(List<Double> stopGapsMs, List<Double> returnGapsMs, LoadResult ledger) {}
