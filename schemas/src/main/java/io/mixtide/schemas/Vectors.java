package io.mixtide.schemas;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Lists of numbers for the generated records that are arrays. The serdes read such lists and write
 * them without boxing; any other list is accepted too, only slower.
 */
public final class Vectors {

  private static final List<Double> NO_DOUBLES = new Doubles(new double[0]);

  private Vectors() {}

  /** A list of doubles that is an array. */
  public static final class Doubles extends AbstractList<Double> implements RandomAccess {
    private final double[] values;

    private Doubles(double[] values) {
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

  /** A list of floats that is an array. */
  public static final class Floats extends AbstractList<Float> implements RandomAccess {
    private final float[] values;

    private Floats(float[] values) {
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

  /** A list that is {@code values} itself, and changes with it. */
  public static List<Double> of(double[] values) {
    return values.length == 0 ? NO_DOUBLES : new Doubles(values);
  }

  /** A list that is {@code values} itself, and changes with it. */
  public static List<Float> of(float[] values) {
    return new Floats(values);
  }

  /** A list that holds a copy of {@code values}. */
  public static List<Double> doubles(double... values) {
    return new Doubles(values.clone());
  }

  /** A list that holds a copy of {@code values}. */
  public static List<Float> floats(float... values) {
    return new Floats(values.clone());
  }

  /** The values of a list, its own array if it is one: not to be changed. */
  public static double[] values(List<Double> values) {
    return values instanceof Doubles list ? list.values : toArray(values);
  }

  /** The values of a list as a new array, without boxing where the list is an array. */
  public static double[] toArray(List<Double> values) {
    if (values instanceof Doubles list) {
      return list.values.clone();
    }
    double[] array = new double[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  /** The values of a list as a new array, without boxing where the list is an array. */
  public static float[] toFloatArray(List<Float> values) {
    if (values instanceof Floats list) {
      return list.values.clone();
    }
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
