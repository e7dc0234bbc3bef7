package io.mixtide.model.data;

import org.jspecify.annotations.Nullable;

/**
 * What reading CSV files found.
 *
 * @param rows data rows read, used or skipped
 * @param tasks tasks with at least one usable row
 * @param skippedRows rows skipped because an x or y cell was missing
 * @param tasksWithMissing tasks that lost at least one row so, those that lost all included
 * @param firstSkipped file, line and column of the first missing cell, if there was one
 */
public record CsvReport(
    long rows, int tasks, long skippedRows, int tasksWithMissing, @Nullable String firstSkipped) {}
