package io.mixtide.benchmark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ListSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

class GroupRecoveryTest {
  private static final List<String> NAMES = List.of("south", "north", "west", "east");

  @Test
  void shouldRecoverGroupsThatLieApart() {
    List<String> groups = groups(400);
    GroupRecovery recovery = GroupRecovery.of(features(groups, 8, 10), groups, 1);

    assertThat(recovery)
        .isEqualTo(new GroupRecovery(4, new Agreement(1, 1), 1, 0.25))
        .isEqualTo(GroupRecovery.of(features(groups, 8, 10), groups, 1));
  }

  @Test
  void shouldBeAtChanceForGroupsThatTheFeaturesDoNotKnow() {
    List<String> groups = groups(2000);
    List<String> shuffled = new ArrayList<>(groups);
    ListSampler.shuffle(RandomStream.of(9), shuffled);
    GroupRecovery recovery = GroupRecovery.of(features(groups, 8, 10), shuffled, 1);

    assertThat(recovery.clusters().nmi()).isLessThan(0.01);
    assertThat(recovery.clusters().ari()).isCloseTo(0, within(0.01));
    assertThat(recovery.probe()).isCloseTo(0.25, within(0.05));
  }

  /** Two groups on a line, both of two far clusters: a plane parts them, their clusters do not. */
  @Test
  void shouldTellWhatIsLinearFromWhatIsClustered() {
    int n = 400;
    double[][] features = new double[n][];
    List<String> groups = new ArrayList<>();
    UniformRandomProvider random = RandomStream.of(4);
    for (int i = 0; i < n; i++) {
      features[i] = new double[] {random.nextInt(2) * 100, i % 2 + 0.1 * random.nextDouble()};
      groups.add(i % 2 == 0 ? "even" : "odd");
    }
    GroupRecovery recovery = GroupRecovery.of(features, groups, 1);

    assertThat(recovery.probe()).isEqualTo(1);
    assertThat(recovery.clusters().nmi()).isLessThan(0.05);
  }

  /** One of 64 features that tells, among noise and a constant, in the largest size expected. */
  @Test
  void shouldFindOneTellingFeatureAmongMany() {
    List<String> groups = groups(2000);
    double[][] features = features(groups, 64, 0);
    for (int i = 0; i < features.length; i++) {
      features[i][10] = 0.1;
      features[i][20] = groups.get(i).equals("west") ? 1e3 : -1e3;
    }
    // West is known for certain, of the others one is guessed: 1/4 + 3/4 of 1/3.
    assertThat(GroupRecovery.of(features, groups, 2).probe()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void shouldMakeDoWithFewPointsThatAreAlike() {
    GroupRecovery recovery = GroupRecovery.of(new double[3][2], List.of("a", "a", "b"), 1);

    assertThat(recovery.clusters()).isEqualTo(new Agreement(0, 0));
    assertThat(recovery.chance()).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void shouldRefuseWhatCannotBeSplit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupRecovery.of(new double[1][1], List.of("a"), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupRecovery.of(new double[3][1], List.of("a", "b"), 1));
  }

  @Test
  void shouldKeepTheTightestOfSeveralClusterings() {
    List<String> groups = groups(300);
    double[][] features = features(groups, 3, 4);
    double one = spread(features, KMeans.cluster(features, 4, 1, 5));

    assertThat(spread(features, KMeans.cluster(features, 4, 20, 5))).isLessThanOrEqualTo(one);
  }

  private static List<String> groups(int n) {
    return IntStream.range(0, n).mapToObj(i -> NAMES.get(i % 4)).toList();
  }

  /** Unit noise about a corner of its own for each group, {@code distance} along an axis. */
  private static double[][] features(List<String> groups, int width, double distance) {
    SharedStateContinuousSampler normal =
        ZigguratSampler.NormalizedGaussian.of(RandomStream.of(width));
    double[][] features = new double[groups.size()][];
    for (int i = 0; i < features.length; i++) {
      features[i] = normal.samples(width).toArray();
      int group = NAMES.indexOf(groups.get(i));
      if (group < width) {
        features[i][group] += distance;
      }
    }
    return features;
  }

  private static double spread(double[][] features, int[] cluster) {
    double spread = 0;
    for (int c = 0; c <= Arrays.stream(cluster).max().orElseThrow(); c++) {
      for (int f = 0; f < features[0].length; f++) {
        int part = c;
        int column = f;
        var values =
            IntStream.range(0, features.length)
                .filter(i -> cluster[i] == part)
                .mapToDouble(i -> features[i][column])
                .summaryStatistics();
        spread +=
            IntStream.range(0, features.length)
                .filter(i -> cluster[i] == part)
                .mapToDouble(i -> Math.pow(features[i][column] - values.getAverage(), 2))
                .sum();
      }
    }
    return spread;
  }
}
