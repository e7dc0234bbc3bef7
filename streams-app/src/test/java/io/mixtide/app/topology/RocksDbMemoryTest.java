package io.mixtide.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbMemoryTest {
  /** The default, which services in the same JVM have too: the first bound holds for all. */
  private static final long BYTES = 256L << 20;

  @TempDir private Path directory;

  @Test
  void shouldBeOneForAllStores() {
    try (TopologyTestDriver driver = driver(List.of("one", "other"))) {
      assertThat(gauge(driver, "one", "block-cache-capacity")).isEqualTo(BYTES);
      assertThat(gauge(driver, "other", "block-cache-capacity")).isEqualTo(BYTES);
      double before = gauge(driver, "one", "block-cache-usage");
      KeyValueStore<String, byte[]> other = driver.getKeyValueStore("other");
      for (int i = 0; i < 64; i++) {
        other.put("key " + i, new byte[1 << 16]);
      }
      // What one store buffers to write fills the cache that the other sees.
      assertThat(gauge(driver, "one", "block-cache-usage")).isGreaterThan(before + (4 << 20));
    }
  }

  @Test
  void shouldFlushNothingOfManyStoresThatHoldLittle() {
    List<String> stores = IntStream.range(0, 160).mapToObj(i -> "store-" + i).toList();
    try (TopologyTestDriver driver = driver(stores)) {
      for (int i = 0; i < 20; i++) {
        for (String store : stores) {
          driver.<String, byte[]>getKeyValueStore(store).put("key " + i, new byte[300]);
        }
      }
      assertThat(stores).allMatch(store -> gauge(driver, store, "total-sst-files-size") == 0);
    }
  }

  private TopologyTestDriver driver(List<String> stores) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    RocksDbMemory.bound(properties, BYTES);
    var deserializer = new ByteArrayDeserializer();
    Topology topology =
        new Topology()
            .addSource("source", deserializer, deserializer, "input")
            .addProcessor("p", Idle::new, "source");
    for (String name : stores) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray()),
          "p");
    }
    return new TopologyTestDriver(topology, properties);
  }

  private static final class Idle implements Processor<byte[], byte[], Void, Void> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      throw new AssertionError("no record is sent");
    }
  }

  private static double gauge(TopologyTestDriver driver, String store, String name) {
    return driver.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(name))
        .filter(metric -> metric.getKey().tags().containsValue(store))
        .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
        .sum();
  }
}
