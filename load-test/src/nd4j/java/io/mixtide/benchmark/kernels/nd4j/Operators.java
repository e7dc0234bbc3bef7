package io.mixtide.benchmark.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Operators of ND4J's by name, to be run again and again. */
final class Operators {
  private Operators() {}

  /** An operator of one output. */
  static CustomOp of(String name, INDArray output, INDArray... inputs) {
    return DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(output).build();
  }

  /** An operator of one output along axis 1, which stays with size 1. */
  static CustomOp alongRows(String name, INDArray output, INDArray input) {
    return DynamicCustomOp.builder(name)
        .addInputs(input)
        .addOutputs(output)
        .addIntegerArguments(1)
        .addFloatingPointArguments(1.0)
        .build();
  }

  /** Softmax of every row. */
  static CustomOp softmax(INDArray output, INDArray input) {
    return DynamicCustomOp.builder("softmax")
        .addInputs(input)
        .addOutputs(output)
        .addIntegerArguments(1)
        .build();
  }

  static void run(CustomOp operator) {
    Nd4j.getExecutioner().exec(operator);
  }
}
