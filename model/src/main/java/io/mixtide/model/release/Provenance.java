package io.mixtide.model.release;

import io.mixtide.model.training.TrainingSettings;
import java.util.List;

/**
 * Where a release comes from: enough to train it again.
 *
 * @param codeVersion version of the code that trained it
 * @param data names of the training files
 * @param dataSha256 SHA-256 of those files' bytes, one after another, in lower-case hex
 * @param task columns that named the task
 * @param x columns of x
 * @param y columns of y
 * @param holdoutLast share of the rows, the last, whose tasks were held out
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
