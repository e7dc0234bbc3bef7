/**
 * Tasks to train and evaluate on: read from CSV files, split by time, or drawn from a generator.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.data;
