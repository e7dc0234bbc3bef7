package io.mixtide.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Operators of ND4J's between arrays of a fixed number of rows, all made once, to be run again and
 * again. For one thread.
 */
public final class ArrayProgram implements AutoCloseable {
  private final int rows;
  private final List<Runnable> steps = new ArrayList<>();
  private final List<INDArray> arrays = new ArrayList<>();

  /** An empty program for so many rows. */
  public ArrayProgram(int rows) {
    this.rows = rows;
  }

  /** How many rows its arrays have. */
  public int rows() {
    return rows;
  }

  /** An array {@code [rows, width]} for what a step writes, column-major; zeros at first. */
  public INDArray room(int width) {
    return own(Nd4j.create(DataType.FLOAT, new long[] {rows, width}, 'f'));
  }

  /** An array {@code [height, width]} of these values, which are given row-major; column-major. */
  public INDArray constant(float[] values, int height, int width) {
    try (INDArray rows = Nd4j.create(values, new int[] {height, width}, 'c')) {
      return own(rows.dup('f'));
    }
  }

  private INDArray own(INDArray array) {
    arrays.add(array);
    return array;
  }

  /** A view of the columns from {@code from} to before {@code to}. */
  static INDArray columns(INDArray of, int from, int to) {
    return of.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  /** Writes values {@code [rows, width]}, row-major, to an array, now. */
  static void write(float[] values, INDArray to) {
    try (INDArray from = Nd4j.create(values, to.shape(), 'c')) {
      to.assign(from);
    }
  }

  /** The values of an array {@code [rows, width]}, row-major, now. */
  static float[] read(INDArray from) {
    try (INDArray copy = from.dup('c')) {
      return copy.data().asFloat();
    }
  }

  /** Anything, whenever the program is run. */
  public void add(Runnable step) {
    steps.add(step);
  }

  void copy(INDArray output, INDArray input) {
    add(() -> output.assign(input));
  }

  /** An operator of one output, by its name. */
  void add(String operator, INDArray output, INDArray... inputs) {
    add(DynamicCustomOp.builder(operator).addInputs(inputs).addOutputs(output).build());
  }

  /** An operator with a number for its second input. */
  void add(String operator, INDArray output, INDArray input, float number) {
    add(operator, output, input, own(Nd4j.scalar(number)));
  }

  /** An operator that reduces a dimension, which stays with size 1 if the output has it. */
  void reduce(String operator, INDArray output, INDArray input, int dimension) {
    add(
        DynamicCustomOp.builder(operator)
            .addInputs(input)
            .addOutputs(output)
            .addIntegerArguments(dimension)
            .addFloatingPointArguments(output.rank() == input.rank() ? 1.0 : 0.0)
            .build());
  }

  /** Softmax of every row. */
  void softmax(INDArray output, INDArray input) {
    add(
        DynamicCustomOp.builder("softmax")
            .addInputs(input)
            .addOutputs(output)
            .addIntegerArguments(1)
            .build());
  }

  /** The columns side by side, {@code times} over. */
  void tile(INDArray output, INDArray input, int times) {
    add(
        DynamicCustomOp.builder("tile")
            .addInputs(input)
            .addOutputs(output)
            .addIntegerArguments(1, times)
            .build());
  }

  void exp(INDArray values) {
    add(new Exp(values, values));
  }

  void log(INDArray output, INDArray input) {
    add(new Log(input, output));
  }

  /** {@code ln(1 + e^x)}; ND4J's own is infinite from 89 on. */
  void softplus(INDArray output, INDArray input) {
    INDArray negative = room(input.columns());
    add(new Abs(input, negative));
    add(new Negative(negative, negative));
    add("softplus", negative, negative);
    add(new RectifiedLinear(input, output, 0));
    add("add", output, output, negative);
  }

  /** {@code ln sum e^x} of every row; ND4J's own loses rows far below the largest one. */
  void logSumExp(INDArray output, INDArray input) {
    INDArray max = room(1);
    INDArray terms = room(input.columns());
    reduce("reduce_max", max, input, 1);
    add("subtract", terms, input, max);
    exp(terms);
    reduce("reduce_sum", output, terms, 1);
    log(output, output);
    add("add", output, output, max);
  }

  private void add(CustomOp operator) {
    add(() -> Nd4j.getExecutioner().exec(operator));
  }

  private void add(Op operator) {
    add(() -> Nd4j.getExecutioner().exec(operator));
  }

  /** Runs all steps, in the order in which they were added. */
  void run() {
    for (Runnable step : steps) {
      step.run();
    }
  }

  @Override
  public void close() {
    arrays.forEach(INDArray::close);
    arrays.clear();
  }
}
