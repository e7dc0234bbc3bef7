package io.mixtide.model.density;

import org.apache.commons.numbers.gamma.LogGamma;

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

  /** The scores of a concentration {@code [experts]}, every entry positive. */
  public static AmbiguityScores of(float[] alpha) {
    double total = Dirichlet.total(alpha);
    DigammaPair digamma = new DigammaPair();
    digamma.evaluate(total);
    double digammaOfTotal = digamma.atNext();
    double dirichlet = -LogGamma.value(total) + (total - alpha.length) * digamma.atX();
    double entropy = 0;
    double expected = 0;
    for (float a : alpha) {
      digamma.evaluate(a);
      double m = a / total;
      entropy -= m * StrictMath.log(m);
      expected += m * (digammaOfTotal - digamma.atNext());
      dirichlet += LogGamma.value(a) - (a - 1.0) * digamma.atX();
    }
    return new AmbiguityScores(dirichlet, entropy, Math.max(0, entropy - expected), expected);
  }
}
