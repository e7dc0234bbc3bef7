/** ONNX Runtime, as every benchmark calls it. */
@org.jspecify.annotations.NullMarked
package io.mixtide.benchmark.onnx;
