package io.mixtide.app.dashboard;

import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.schemas.Posterior;

/**
 * What is usual for a task, and how unusual one is: by its rank among the held-out tasks of a
 * release, at the same context size.
 *
 * @param percentiles of the release that the posteriors are of
 * @param score the measure of ambiguity
 */
record Usual(Percentiles percentiles, Score score) {

  Snapshot.TaskLine line(String task, Posterior posterior) {
    double ambiguity = ambiguity(posterior);
    int contextSize = posterior.getContextSize();
    return new Snapshot.TaskLine(
        task,
        contextSize,
        posterior.getSequence(),
        ambiguity,
        percentiles.rank(score, contextSize, ambiguity),
        posterior.getNovelty(),
        1 - percentiles.rank(Score.NOVELTY, contextSize, posterior.getNovelty()));
  }

  private double ambiguity(Posterior posterior) {
    return switch (score) {
      case MUTUAL_INFORMATION -> posterior.getMutualInformation();
      case TOTAL_ENTROPY -> posterior.getTotalEntropy();
      case DIRICHLET_ENTROPY -> posterior.getDirichletEntropy();
      case NOVELTY -> posterior.getNovelty();
    };
  }
}
