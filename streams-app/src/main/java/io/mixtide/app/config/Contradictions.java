package io.mixtide.app.config;

import static io.mixtide.app.config.KafkaDefinition.REPLICATION_FACTOR;
import static io.mixtide.app.config.ProcessingDefinition.COMMIT_INTERVAL_MS;
import static io.mixtide.app.config.RecoveryDefinition.HEARTBEAT_INTERVAL_MS;
import static io.mixtide.app.config.RecoveryDefinition.SESSION_TIMEOUT_MS;
import static io.mixtide.app.config.RecoveryDefinition.TRANSACTION_TIMEOUT_MS;
import static io.mixtide.app.config.TaskDefinition.ALERT_CLEAR_PERCENTILE;
import static io.mixtide.app.config.TaskDefinition.ALERT_RAISE_PERCENTILE;
import static io.mixtide.app.config.TaskDefinition.NOVELTY_CLEAR_PERCENTILE;
import static io.mixtide.app.config.TaskDefinition.NOVELTY_RAISE_PERCENTILE;

import io.mixtide.app.UserErrorException;
import org.apache.kafka.common.config.AbstractConfig;

/** What settings must not be, though each by itself may. */
final class Contradictions {
  private Contradictions() {}

  /**
   * Refuses settings that do not go together.
   *
   * @throws UserErrorException naming them
   */
  static void refuse(AbstractConfig config) {
    requireOrder(config, ALERT_CLEAR_PERCENTILE, ALERT_RAISE_PERCENTILE);
    requireOrder(config, NOVELTY_RAISE_PERCENTILE, NOVELTY_CLEAR_PERCENTILE);
    requireMuchLess(config, HEARTBEAT_INTERVAL_MS, SESSION_TIMEOUT_MS);
    if (config.getLong(COMMIT_INTERVAL_MS) >= config.getInt(TRANSACTION_TIMEOUT_MS)) {
      throw new UserErrorException(
          "commit.interval.ms is %d and transaction.timeout.ms is %d: the first must be less than the second"
              .formatted(
                  config.getLong(COMMIT_INTERVAL_MS), config.getInt(TRANSACTION_TIMEOUT_MS)));
    }
    if (config.getInt(REPLICATION_FACTOR) == 0) {
      throw new UserErrorException(
          "replication.factor is 0: give 1 or more, or -1 for the brokers' default");
    }
  }

  private static void requireOrder(AbstractConfig config, String low, String high) {
    if (config.getDouble(low) >= config.getDouble(high)) {
      throw new UserErrorException(
          "%s is %s and %s is %s: the first must be less than the second"
              .formatted(low, config.getDouble(low), high, config.getDouble(high)));
    }
  }

  private static void requireMuchLess(AbstractConfig config, String low, String high) {
    if (3 * (long) config.getInt(low) > config.getInt(high)) {
      throw new UserErrorException(
          "%s is %d and %s is %d: the first must be at most a third of the second"
              .formatted(low, config.getInt(low), high, config.getInt(high)));
    }
  }
}
