/** Networks as ONNX files, for whoever wants to run a release's inference elsewhere. */
@org.jspecify.annotations.NullMarked
package io.mixtide.model.onnx;
