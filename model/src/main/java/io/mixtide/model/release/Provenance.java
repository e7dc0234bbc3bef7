package io.mixtide.model.release;

import io.mixtide.model.training.TrainingSettings;
import java.util.List;

/**
 * Where a release comes from: enough to train it again, from its parent if it has one.
 *
 * @param codeVersion version of the code that trained it
 * @param data names of what was trained on: files, or the stretches of a log as {@code
 *     TOPIC-PARTITION[from,to)}, offsets
 * @param dataSha256 SHA-256 in lower-case hex: of files, over their bytes, one after another; of a
 *     log, over the training tasks, as {@link io.mixtide.model.data.TaskSet#sha256()} has it
 * @param task columns that named the task; of a log, those of the release's parent
 * @param x columns of x, likewise
 * @param y columns of y, likewise
 * @param holdoutLast share that was held out: of files, the last of the rows and the tasks that
 *     began there; of a log, a share of the tasks by a hash of their names
 * @param trainingTasks number of tasks trained on
 * @param trainingObservations their observations
 * @param settings how it was trained
 */
public record Provenance(
    String codeVersion,
    List<String> data,
    String dataSha256,
    List<String> task,
    List<String> x,
    List<String> y,
    double holdoutLast,
    int trainingTasks,
    long trainingObservations,
    TrainingSettings settings) {}
