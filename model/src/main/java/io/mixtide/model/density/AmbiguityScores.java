package io.mixtide.model.density;

/**
 * How undecided a task is, from its concentration {@code alpha} with {@code m = alpha / alpha_0}.
 * All in nats.
 *
 * @param dirichletEntropy differential entropy of the Dirichlet; depends on the number of experts
 *     and is dominated by unused ones, so compare it only at equal context sizes
 * @param totalEntropy {@code H(m)}, in [0, ln L]
 * @param mutualInformation the part of {@code H(m)} that more observations can remove: the task
 *     does not know which expert, in [0, totalEntropy]
 * @param expectedEntropy the rest: the task truly mixes experts
 */
public record AmbiguityScores(
    double dirichletEntropy,
    double totalEntropy,
    double mutualInformation,
    double expectedEntropy) {

  /** A product of factors below this gives way before it leaves the normal numbers. */
  private static final double SMALL = 1e-300;

  /** The scores of a concentration {@code [experts]}, every entry positive. */
  public static AmbiguityScores of(float[] alpha) {
    double total = Dirichlet.total(alpha);
    double logTotal = DoubleMath.log(total);
    GammaFunctions gamma = new GammaFunctions();
    gamma.evaluate(total, logTotal);
    double digammaOfNext = gamma.digammaOfNext();
    double dirichlet = -gamma.logGamma() + (total - alpha.length) * gamma.digamma();
    double entropy = 0;
    double expected = 0;
    double factors = 1;
    for (float a : alpha) {
      double log = DoubleMath.log(a);
      gamma.evaluate(a, log);
      entropy += a * (logTotal - log);
      expected += a * (digammaOfNext - gamma.digammaOfNext());
      dirichlet += gamma.logGammaTimesFactor() - (a - 1.0) * gamma.digamma();
      factors *= gamma.factor();
      if (factors < SMALL) {
        dirichlet -= DoubleMath.log(factors);
        factors = 1;
      }
    }
    dirichlet -= DoubleMath.log(factors);
    entropy /= total;
    expected /= total;
    return new AmbiguityScores(dirichlet, entropy, Math.max(0, entropy - expected), expected);
  }
}
