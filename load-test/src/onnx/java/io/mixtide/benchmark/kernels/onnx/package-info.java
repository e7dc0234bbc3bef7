/** One inference in ONNX Runtime. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.kernels.onnx;
