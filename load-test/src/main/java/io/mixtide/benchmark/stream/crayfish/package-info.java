/**
 * The work of Crayfish, a published benchmark of inference in stream processors: images are scored
 * one by one by a small feed-forward network.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.stream.crayfish;
