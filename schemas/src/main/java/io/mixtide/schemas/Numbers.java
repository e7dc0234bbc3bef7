package io.mixtide.schemas;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Lists that are arrays, which the serdes write without a copy and without boxing. */
public final class Numbers {

  private Numbers() {}

  /** A list of doubles; like the array, it is not to be changed while a record holds it. */
  public static final class Doubles extends AbstractList<Double> implements RandomAccess {
    private final double[] values;

    Doubles(double[] values) {
      this.values = values;
    }

    /** The value at an index, unboxed. */
    public double getDouble(int index) {
      return values[index];
    }

    @Override
    public Double get(int index) {
      return values[index];
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  /** A list of floats; like the array, it is not to be changed while a record holds it. */
  public static final class Floats extends AbstractList<Float> implements RandomAccess {
    private final float[] values;

    Floats(float[] values) {
      this.values = values;
    }

    /** The value at an index, unboxed. */
    public float getFloat(int index) {
      return values[index];
    }

    @Override
    public Float get(int index) {
      return values[index];
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  /** A list that is {@code values} itself. */
  public static List<Double> of(double[] values) {
    return new Doubles(values);
  }

  /** A list that is {@code values} itself. */
  public static List<Float> of(float[] values) {
    return new Floats(values);
  }
}
