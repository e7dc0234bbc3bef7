package io.mixtide.benchmark.metrics;

import io.mixtide.model.random.RandomStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * k-means by Lloyd's iterations from k-means++ seeds (Arthur and Vassilvitskii, SODA 2007), several
 * times; the tightest clustering counts.
 */
public final class KMeans {
  private static final int MOST_ITERATIONS = 300;

  private final double[][] points;
  private final double[][] centres;
  private final int[] cluster;

  private record Clustering(int[] cluster, double spread) {}

  private KMeans(double[][] points, int k, UniformRandomProvider random) {
    this.points = points;
    centres = seeds(points, k, random);
    cluster = new int[points.length];
    Arrays.fill(cluster, -1);
  }

  /**
   * The cluster of each point, from 0 to {@code k - 1}. Restarts run on all cores; the result does
   * not depend on how many there are.
   *
   * @param points {@code [points, features]}, finite, at least one
   * @param k how many clusters, at least 1; some stay empty where fewer points are distinct
   * @param restarts at least 1
   * @param seed equal seeds give equal clusters
   */
  public static int[] cluster(double[][] points, int k, int restarts, long seed) {
    return IntStream.range(0, restarts)
        .parallel()
        .mapToObj(restart -> new KMeans(points, k, RandomStream.of(seed, restart)).run())
        .min(Comparator.comparingDouble(Clustering::spread))
        .orElseThrow()
        .cluster();
  }

  private Clustering run() {
    for (int i = 0; i < MOST_ITERATIONS && assign(); i++) {
      moveCentres();
    }
    double spread = 0;
    for (int i = 0; i < points.length; i++) {
      spread += squaredDistance(points[i], centres[cluster[i]]);
    }
    return new Clustering(cluster, spread);
  }

  /** Gives each point its nearest centre; false if all had it already. */
  private boolean assign() {
    boolean changed = false;
    for (int i = 0; i < points.length; i++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < centres.length; c++) {
        double distance = squaredDistance(points[i], centres[c]);
        if (distance < least) {
          least = distance;
          nearest = c;
        }
      }
      changed |= cluster[i] != nearest;
      cluster[i] = nearest;
    }
    return changed;
  }

  /** Moves centres to the means of their points; one without points stays. */
  private void moveCentres() {
    int features = points[0].length;
    double[][] sums = new double[centres.length][features];
    int[] sizes = new int[centres.length];
    for (int i = 0; i < points.length; i++) {
      double[] sum = sums[cluster[i]];
      for (int f = 0; f < features; f++) {
        sum[f] += points[i][f];
      }
      sizes[cluster[i]]++;
    }
    for (int c = 0; c < centres.length; c++) {
      for (int f = 0; f < features && sizes[c] > 0; f++) {
        centres[c][f] = sums[c][f] / sizes[c];
      }
    }
  }

  private static double[][] seeds(double[][] points, int k, UniformRandomProvider random) {
    double[][] seeds = new double[k][];
    double[] distance = new double[points.length];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int next = random.nextInt(points.length);
    for (int c = 0; c < k; c++) {
      seeds[c] = points[next].clone();
      double total = 0;
      for (int i = 0; i < points.length; i++) {
        distance[i] = Math.min(distance[i], squaredDistance(points[i], seeds[c]));
        total += distance[i];
      }
      next = draw(distance, random.nextDouble() * total);
    }
    return seeds;
  }

  /** The index at which the running sum of the weights passes {@code mark}. */
  private static int draw(double[] weights, double mark) {
    double left = mark;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int f = 0; f < a.length; f++) {
      double d = a[f] - b[f];
      sum += d * d;
    }
    return sum;
  }
}
