package io.mixtide.app.service;

import io.mixtide.app.UserErrorException;
import io.mixtide.app.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** Makes the serde that the settings name, configured. */
public final class ValueSerdes {

  private ValueSerdes() {}

  /**
   * A serde for the values of all topics.
   *
   * @throws UserErrorException if the class named cannot be made or configured
   */
  @SuppressWarnings("unchecked")
  public static <T extends SpecificRecord> Serde<T> of(Settings settings) {
    Map<String, Object> config = new HashMap<>(settings.clientProperties());
    config.put("schema.registry.url", settings.schemaRegistryUrl());
    // Confluent's deserializer gives generic records unless it is told otherwise.
    config.put("specific.avro.reader", true);
    try {
      Serde<T> serde = settings.valueSerde().getDeclaredConstructor().newInstance();
      serde.configure(config, false);
      return serde;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new UserErrorException(
          "value.serde %s cannot be used: %s"
              .formatted(settings.valueSerde().getName(), e.getMessage()),
          e);
    }
  }
}
