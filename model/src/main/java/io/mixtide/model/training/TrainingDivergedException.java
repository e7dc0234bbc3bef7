package io.mixtide.model.training;

/** The loss, a gradient or a parameter stopped being a number. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingDivergedException(int step) {
    super("training diverged at step " + step + "; try a lower learning rate or another seed");
  }
}
