/** Services whose model ONNX Runtime runs. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.stream.onnx;
