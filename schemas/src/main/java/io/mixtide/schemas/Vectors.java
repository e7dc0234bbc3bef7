package io.mixtide.schemas;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;

/**
 * Lists of numbers for the generated records, held as primitives. The serdes read such lists and
 * write them without boxing; any other list is accepted too, only slower.
 */
public final class Vectors {

  private static final Schema DOUBLES = Schema.createArray(Schema.create(Schema.Type.DOUBLE));
  private static final Schema FLOATS = Schema.createArray(Schema.create(Schema.Type.FLOAT));

  private Vectors() {}

  /** A list that holds a copy of {@code values}, unboxed. */
  public static List<Double> doubles(double... values) {
    DoubleArray list = new DoubleArray(values.length, DOUBLES);
    for (int i = 0; i < values.length; i++) {
      list.add(i, values[i]);
    }
    return list;
  }

  /** A list that holds a copy of {@code values}, unboxed. */
  public static List<Float> floats(float... values) {
    FloatArray list = new FloatArray(values.length, FLOATS);
    for (int i = 0; i < values.length; i++) {
      list.add(i, values[i]);
    }
    return list;
  }

  /** The values of a list as a new array, without boxing where the list is unboxed. */
  public static double[] toArray(List<Double> values) {
    double[] array = new double[values.size()];
    if (values instanceof DoubleArray list) {
      for (int i = 0; i < array.length; i++) {
        array[i] = list.getDouble(i);
      }
    } else {
      for (int i = 0; i < array.length; i++) {
        array[i] = values.get(i);
      }
    }
    return array;
  }

  /** The values of a list as a new array, without boxing where the list is unboxed. */
  public static float[] toFloatArray(List<Float> values) {
    float[] array = new float[values.size()];
    if (values instanceof FloatArray list) {
      for (int i = 0; i < array.length; i++) {
        array[i] = list.getFloat(i);
      }
    } else {
      for (int i = 0; i < array.length; i++) {
        array[i] = values.get(i);
      }
    }
    return array;
  }
}
