/** The tasks that models are compared on, shipped or read from files that a user has. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.data;
