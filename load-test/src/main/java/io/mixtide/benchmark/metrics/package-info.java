/** How well known groups of tasks can be told from what a model says of the tasks. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.metrics;
