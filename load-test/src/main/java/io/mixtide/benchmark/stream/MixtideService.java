package io.mixtide.benchmark.stream;

import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.app.service.TopologySettings;
import io.mixtide.app.topology.AdaptationListener;
import io.mixtide.app.topology.AdaptationOptions;
import io.mixtide.app.topology.AdaptationTopology;
import io.mixtide.app.topology.RocksDbMemory;
import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * Mixtide's topology with the shipped release in force.
 *
 * @param exactlyOnce or at least once, which the product never is
 */
record MixtideService(boolean exactlyOnce) implements StreamService {

  @Override
  public Topology topology(Settings settings, Properties streams) {
    Release release = ReleaseFile.read(ShippedReleases.firstWeeks());
    AdaptationOptions options =
        TopologySettings.options(
            settings,
            () -> release,
            Optional::empty,
            EngineChoice.of(settings.engine()),
            AdaptationListener.NONE);
    AdaptationTopology.configure(streams, options);
    RocksDbMemory.bound(streams, settings.rocksDbMemoryBytes());
    if (!exactlyOnce) {
      streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    }
    return AdaptationTopology.build(options);
  }
}
