package io.mixtide.app.dashboard;

import java.util.List;

/**
 * The plane through points along which they spread most: their mean and their first two principal
 * axes, by orthogonal iteration. Begun from a former plane, it turns towards the new one without
 * flipping.
 *
 * @param mean {@code [dimensions]}
 * @param axes {@code [2][dimensions]}, of length 1 and at right angles; 0 where the points do not
 *     spread
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by index
record PrincipalPlane(double[] mean, double[][] axes) {
  private static final double NOTHING = 1e-12;

  /** A plane to begin from: any, and always the same. */
  static PrincipalPlane initial(int dimensions) {
    double[][] axes = new double[2][dimensions];
    for (int i = 0; i < dimensions; i++) {
      axes[0][i] = Math.cos(i + 1.0);
      axes[1][i] = Math.sin(i + 1.0);
    }
    return new PrincipalPlane(new double[dimensions], axes);
  }

  /**
   * The plane of other points, begun from this one.
   *
   * @param points {@code [points][dimensions]}, at least one
   * @param iterations each comes nearer
   */
  PrincipalPlane towards(List<double[]> points, int iterations) {
    double[] middle = new double[mean.length];
    for (double[] point : points) {
      for (int i = 0; i < middle.length; i++) {
        middle[i] += point[i] / points.size();
      }
    }
    PrincipalPlane plane = new PrincipalPlane(middle, axes);
    for (int i = 0; i < iterations; i++) {
      plane = plane.iterate(points);
    }
    return plane;
  }

  /** Where a point lies in the plane, {@code [2]}, the mean being the origin. */
  double[] project(double[] point) {
    double[] place = new double[2];
    for (int a = 0; a < 2; a++) {
      for (int i = 0; i < mean.length; i++) {
        place[a] += axes[a][i] * (point[i] - mean[i]);
      }
    }
    return place;
  }

  /** Multiplies the axes by the covariance and makes them orthonormal again. */
  private PrincipalPlane iterate(List<double[]> points) {
    double[][] next = new double[2][mean.length];
    for (double[] point : points) {
      double[] place = project(point);
      for (int a = 0; a < 2; a++) {
        for (int i = 0; i < mean.length; i++) {
          next[a][i] += place[a] * (point[i] - mean[i]) / points.size();
        }
      }
    }
    normalise(next[0]);
    double along = 0;
    for (int i = 0; i < mean.length; i++) {
      along += next[0][i] * next[1][i];
    }
    for (int i = 0; i < mean.length; i++) {
      next[1][i] -= along * next[0][i];
    }
    normalise(next[1]);
    return new PrincipalPlane(mean, next);
  }

  private static void normalise(double[] axis) {
    double squares = 0;
    for (double value : axis) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < axis.length; i++) {
      axis[i] = length < NOTHING ? 0 : axis[i] / length;
    }
  }
}
