package io.mixtide.app.topics;

import io.mixtide.schemas.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How a topic is to be.
 *
 * @param name its full name
 * @param partitions the number of its partitions
 * @param config what differs from the broker's defaults
 */
public record TopicPlan(String name, int partitions, Map<String, String> config) {
  /** What is under a key counts until something newer is. */
  private static final Map<String, String> COMPACTED =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

  /**
   * All topics of the product. Releases have one partition, for their records need one order, and
   * so has drift, for it is rare; all others have {@code partitions}, so that what belongs to a
   * task has the same partition number everywhere.
   */
  public static List<TopicPlan> all(Topics topics, int partitions) {
    return List.of(
        new TopicPlan(topics.context(), partitions, Map.of()),
        new TopicPlan(topics.requests(), partitions, Map.of()),
        new TopicPlan(topics.posteriors(), partitions, Map.of()),
        new TopicPlan(topics.predictions(), partitions, Map.of()),
        new TopicPlan(topics.ambiguity(), partitions, Map.of()),
        new TopicPlan(topics.taskLog(), partitions, COMPACTED),
        new TopicPlan(topics.drift(), 1, Map.of()),
        new TopicPlan(topics.shadowScores(), partitions, Map.of()),
        new TopicPlan(topics.deadLetters(), partitions, Map.of()),
        new TopicPlan(topics.releases(), 1, COMPACTED));
  }
}
