package io.mixtide.verify;

import java.util.List;

/**
 * What a run's topics prove; the JSON of {@code mixtide verify --json} has these names.
 *
 * @param tasks named by any record
 * @param records on the input topics, context and requests
 * @param posteriors on their topic
 * @param predictions on their topic
 * @param deadLetters on their topic
 * @param alerts raised and cleared, on their topic
 * @param taskLogs on their topic
 * @param missing outputs that are due and not there, and observations that were not counted
 * @param doubled outputs beyond the one that is due, and observations that were counted again
 * @param differing outputs that are not, bit for bit, what their release makes of the observations
 * @param outOfOrder outputs that stand before one of their task that they must follow
 * @param wrongAlerts alerts raised or cleared where the score did not cross, and those not given
 *     where it did
 * @param unknownReleases outputs of a release that is not on the release topic
 * @param wronglyRefused records that were refused though nothing is wrong with them
 * @param wronglyAccepted records that were accepted though they are bad
 * @param strays outputs that belong to no record
 * @param pending records that the service had not committed when the verification began; what they
 *     have led to since is checked too
 * @param skipped tasks that could not be checked, or not wholly: retention has cut away what
 *     belongs to them, or their records stand in several partitions
 * @param seconds that the verification took
 * @param findings the first few things that are wrong
 */
public record Verification(
    long tasks,
    long records,
    long posteriors,
    long predictions,
    long deadLetters,
    long alerts,
    long taskLogs,
    long missing,
    long doubled,
    long differing,
    long outOfOrder,
    long wrongAlerts,
    long unknownReleases,
    long wronglyRefused,
    long wronglyAccepted,
    long strays,
    long pending,
    long skipped,
    double seconds,
    List<Finding> findings) {

  /** Whether nothing is wrong with what was checked. */
  public boolean isExact() {
    return missing == 0
        && doubled == 0
        && differing == 0
        && outOfOrder == 0
        && wrongAlerts == 0
        && unknownReleases == 0
        && wronglyRefused == 0
        && wronglyAccepted == 0
        && strays == 0;
  }

  /** The same, with the seconds that it took. */
  Verification in(double time) {
    return new Verification(
        tasks,
        records,
        posteriors,
        predictions,
        deadLetters,
        alerts,
        taskLogs,
        missing,
        doubled,
        differing,
        outOfOrder,
        wrongAlerts,
        unknownReleases,
        wronglyRefused,
        wronglyAccepted,
        strays,
        pending,
        skipped,
        time,
        findings);
  }
}
