/** One inference in PyTorch, by way of DJL. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.kernels.pytorch;
