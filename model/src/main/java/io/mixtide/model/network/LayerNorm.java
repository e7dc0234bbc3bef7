package io.mixtide.model.network;

import java.util.Arrays;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016): every row is brought to mean 0 and variance 1,
 * then scaled and shifted by parameters.
 *
 * @param weight {@code [width]}
 * @param bias {@code [width]}
 */
@SuppressWarnings("ArrayRecordComponent") // flat arrays are what the kernels read
public record LayerNorm(float[] weight, float[] bias) {
  private static final float EPSILON = 1e-5f;
  private static final int STRANDS = 8;

  /** The normalisation that training starts from. */
  static LayerNorm identity(int width) {
    LayerNorm norm = zeros(width);
    Arrays.fill(norm.weight, 1f);
    return norm;
  }

  /** A normalisation of zeros, as gradients start from. */
  static LayerNorm zeros(int width) {
    return new LayerNorm(new float[width], new float[width]);
  }

  /** What one forward pass leaves for the backward one, and its output. */
  @SuppressWarnings("ArrayRecordComponent") // scratch space, written in place
  public record Activations(float[] normalised, float[] inverseDeviation, float[] output) {}

  /** Room for {@code rows} rows. */
  public Activations activations(int rows) {
    int width = weight.length;
    return new Activations(new float[rows * width], new float[rows], new float[rows * width]);
  }

  /** Normalises the first rows of {@code input}, {@code [rows, width]}. */
  public void forward(int rows, float[] input, Activations a) {
    int width = weight.length;
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float mean = sum(input, at, width) / width;
      for (int i = 0; i < width; i++) {
        float d = input[at + i] - mean;
        a.normalised[at + i] = d;
        a.output[at + i] = d * d;
      }
      float variance = sum(a.output, at, width) / width;
      float inverse = (float) (1 / Math.sqrt(variance + EPSILON));
      a.inverseDeviation[row] = inverse;
      for (int i = 0; i < width; i++) {
        float normalised = a.normalised[at + i] * inverse;
        a.normalised[at + i] = normalised;
        a.output[at + i] = Math.fma(normalised, weight[i], bias[i]);
      }
    }
  }

  /**
   * Adds this pass's gradients to {@code gradient}, and the gradient at the input to {@code below}.
   *
   * @param delta the loss's gradient at the output, {@code [rows, width]}; overwritten
   * @param below {@code [rows, width]}
   */
  public void backward(int rows, Activations a, float[] delta, LayerNorm gradient, float[] below) {
    int width = weight.length;
    float[] products = new float[width];
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      for (int i = 0; i < width; i++) {
        float d = delta[at + i];
        gradient.weight[i] += d * a.normalised[at + i];
        gradient.bias[i] += d;
        delta[at + i] = d * weight[i];
        products[i] = delta[at + i] * a.normalised[at + i];
      }
      float mean = sum(delta, at, width) / width;
      float slope = sum(products, 0, width) / width;
      float inverse = a.inverseDeviation[row];
      for (int i = 0; i < width; i++) {
        below[at + i] += inverse * (delta[at + i] - mean - a.normalised[at + i] * slope);
      }
    }
  }

  /**
   * A sum in several strands: a fixed order, so that it gives the same bits on any CPU, without
   * every addition waiting for the one before.
   */
  private static float sum(float[] v, int offset, int length) {
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    float s4 = 0f;
    float s5 = 0f;
    float s6 = 0f;
    float s7 = 0f;
    int i = offset;
    for (int end = offset + length - length % STRANDS; i < end; i += STRANDS) {
      s0 += v[i];
      s1 += v[i + 1];
      s2 += v[i + 2];
      s3 += v[i + 3];
      s4 += v[i + 4];
      s5 += v[i + 5];
      s6 += v[i + 6];
      s7 += v[i + 7];
    }
    for (; i < offset + length; i++) {
      s0 += v[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
