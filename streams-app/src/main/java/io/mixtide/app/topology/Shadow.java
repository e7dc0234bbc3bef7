package io.mixtide.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mixtide.model.release.Release;
import org.apache.kafka.common.utils.Utils;

/**
 * A release that runs beside the one in force: its scores are published, nothing else of it is.
 *
 * @param release the release
 * @param share of the tasks it runs on, in (0, 1]
 */
public record Shadow(Release release, double share) {
  private static final double HASHES = 0x1p31;

  /**
   * Whether the task is in the share. That depends on its name and the share alone, and a task in a
   * share is in every larger one.
   */
  boolean covers(String task) {
    // Partitions are chosen by the remainder of the same hash, so a share takes from all of them.
    return Utils.toPositive(Utils.murmur2(task.getBytes(UTF_8))) < share * HASHES;
  }
}
