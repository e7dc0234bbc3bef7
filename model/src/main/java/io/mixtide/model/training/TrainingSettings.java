package io.mixtide.model.training;

/**
 * How a model is trained. Two runs with equal settings, data and seed give equal bits, whatever the
 * number of threads.
 *
 * @param steps number of gradient steps
 * @param tasksPerStep tasks in a step's batch
 * @param particles draws of the Dirichlet per task in the E-step, B
 * @param learningRate peak of the schedule: linear warm-up, then a cosine to zero
 * @param warmUpSteps length of the warm-up
 * @param gradientNorm the norm that longer gradients are scaled down to
 * @param objective what training climbs
 * @param auxiliary weight of the closed-form marginal beside the importance-weighted objective, rho
 * @param contextSkew sizes of contexts are drawn as the power of a uniform draw: 1 for all sizes
 *     alike, more for small ones to come more often
 * @param maxContext largest context a task is cut at; sizes are drawn from 0 up
 * @param maxTargets most targets taken from a task in a step
 * @param seed of every draw
 */
public record TrainingSettings(
    int steps,
    int tasksPerStep,
    int particles,
    double learningRate,
    int warmUpSteps,
    double gradientNorm,
    Objective objective,
    double auxiliary,
    double contextSkew,
    int maxContext,
    int maxTargets,
    long seed) {

  /**
   * @throws IllegalArgumentException if a number makes no sense; the message names it
   */
  public TrainingSettings {
    require(steps >= 1, "steps must be at least 1");
    require(tasksPerStep >= 1, "tasks per step must be at least 1");
    require(particles >= 2, "particles must be at least 2");
    require(learningRate > 0, "the learning rate must be positive");
    require(warmUpSteps >= 0, "warm-up steps must be at least 0");
    require(gradientNorm > 0, "the gradient norm must be positive");
    require(auxiliary >= 0, "the auxiliary weight must be at least 0");
    require(contextSkew > 0, "the skew of context sizes must be positive");
    require(maxContext >= 0, "the largest context must be at least 0");
    require(maxTargets >= 1, "the most targets must be at least 1");
  }

  private static void require(boolean kept, String rule) {
    if (!kept) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** The settings that the method was tried with on input experts. */
  public static TrainingSettings standard(int steps, long seed) {
    return new TrainingSettings(
        steps, 32, 32, 3e-3, 100, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 50, 50, seed);
  }

  /** Settings for context experts. */
  public static TrainingSettings context(int steps, long seed) {
    return new TrainingSettings(
        steps, 32, 32, 1e-3, 100, 1, Objective.IMPORTANCE_WEIGHTED, 1, 1, 50, 50, seed);
  }

  /** The same settings with another objective. */
  public TrainingSettings withObjective(Objective other, double weightOfAuxiliary) {
    return new TrainingSettings(
        steps,
        tasksPerStep,
        particles,
        learningRate,
        warmUpSteps,
        gradientNorm,
        other,
        weightOfAuxiliary,
        contextSkew,
        maxContext,
        maxTargets,
        seed);
  }

  /** The same settings with another number of particles. */
  public TrainingSettings withParticles(int number) {
    return new TrainingSettings(
        steps,
        tasksPerStep,
        number,
        learningRate,
        warmUpSteps,
        gradientNorm,
        objective,
        auxiliary,
        contextSkew,
        maxContext,
        maxTargets,
        seed);
  }

  /** The same settings with another number of steps. */
  public TrainingSettings withSteps(int number) {
    return new TrainingSettings(
        number,
        tasksPerStep,
        particles,
        learningRate,
        warmUpSteps,
        gradientNorm,
        objective,
        auxiliary,
        contextSkew,
        maxContext,
        maxTargets,
        seed);
  }

  /** The same settings with another bound on the context. */
  public TrainingSettings withMaxContext(int size) {
    return new TrainingSettings(
        steps,
        tasksPerStep,
        particles,
        learningRate,
        warmUpSteps,
        gradientNorm,
        objective,
        auxiliary,
        contextSkew,
        size,
        maxTargets,
        seed);
  }

  /** The same settings with another seed. */
  public TrainingSettings withSeed(long other) {
    return new TrainingSettings(
        steps,
        tasksPerStep,
        particles,
        learningRate,
        warmUpSteps,
        gradientNorm,
        objective,
        auxiliary,
        contextSkew,
        maxContext,
        maxTargets,
        other);
  }

  /** The same settings with another peak of the learning rate. */
  public TrainingSettings withLearningRate(double rate) {
    return new TrainingSettings(
        steps,
        tasksPerStep,
        particles,
        rate,
        warmUpSteps,
        gradientNorm,
        objective,
        auxiliary,
        contextSkew,
        maxContext,
        maxTargets,
        seed);
  }

  /** The learning rate of a step counted from 0. */
  double learningRate(int step) {
    double warmUp = Math.min(1, (step + 1.0) / Math.max(1, warmUpSteps));
    return learningRate * warmUp * 0.5 * (1 + StrictMath.cos(Math.PI * step / steps));
  }
}
