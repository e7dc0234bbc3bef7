package io.mixtide.app.dashboard;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tells a view how many records wait for the service, of all its instances, once a second. */
final class GroupLag implements AutoCloseable {
  private static final long PERIOD_MS = 1000;
  private static final long TIMEOUT_S = 5;

  private final Admin admin;
  private final String group;
  private final LiveView view;
  private final Thread thread;

  /**
   * @param group the service's consumer group
   */
  GroupLag(Map<String, Object> clientProperties, String group, LiveView view) {
    admin = Admin.create(clientProperties);
    this.group = group;
    this.view = view;
    thread = Thread.ofVirtual().name("mixtide-page-lag").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        view.lag(lag());
        TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Long lag() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(TIMEOUT_S, TimeUnit.SECONDS);
      committed.values().removeIf(offset -> offset == null);
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          admin
              .listOffsets(
                  committed.keySet().stream()
                      .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest())))
              .all()
              .get(TIMEOUT_S, TimeUnit.SECONDS);
      long lag = 0;
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
        OffsetAndMetadata offset = committed.get(end.getKey());
        if (offset != null) {
          lag += Math.max(0, end.getValue().offset() - offset.offset());
        }
      }
      return lag;
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    admin.close(Duration.ZERO);
  }
}
