/** How fast training is, beside another implementation of the same step. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.training;
