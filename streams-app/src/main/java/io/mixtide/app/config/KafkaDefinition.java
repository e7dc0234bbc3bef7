package io.mixtide.app.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of where Kafka and the schema registry are. */
final class KafkaDefinition {
  static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  static final String APPLICATION_ID = "application.id";
  static final String TOPIC_PREFIX = "topic.prefix";
  static final String REPLICATION_FACTOR = "replication.factor";
  static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
  static final String VALUE_SERDE = "value.serde";

  private KafkaDefinition() {}

  /** Adds these settings, group by group. */
  static void addTo(GroupedDefinition settings) {
    defineKafka(settings);
    defineSchemas(settings);
  }

  private static void defineKafka(GroupedDefinition settings) {
    settings.startGroup("Kafka");
    settings.define(
        BOOTSTRAP_SERVERS,
        STRING,
        "localhost:9092",
        new ConfigDef.NonEmptyString(),
        HIGH,
        "The brokers to connect to first, as `host:port`, separated by commas. The default is where"
            + " a broker on the same machine listens.");
    settings.define(
        APPLICATION_ID,
        STRING,
        "mixtide",
        new TopicNamePart(1),
        MEDIUM,
        "The name of this service on Kafka: consumer group, transactions and internal topics are"
            + " named after it. All instances that share the work have the same one; two services"
            + " on one cluster need two.");
    settings.define(
        TOPIC_PREFIX,
        STRING,
        "mixtide.",
        new TopicNamePart(0),
        HIGH,
        "What the names of all topics begin with. The default keeps them together in a listing and"
            + " apart from others' topics on a shared cluster.");
    settings.define(
        REPLICATION_FACTOR,
        INT,
        -1,
        Range.between(-1, Short.MAX_VALUE),
        MEDIUM,
        "How many copies Kafka keeps of the topics that the service makes. -1, the default, leaves"
            + " it to the brokers, who know how many of them there are; 0 is refused by Kafka.");
  }

  private static void defineSchemas(GroupedDefinition settings) {
    settings.startGroup("Schemas");
    settings.define(
        SCHEMA_REGISTRY_URL,
        STRING,
        "mock://mixtide",
        new RegistryUrl(),
        HIGH,
        "The address of the schema registry (`http://` or `https://`), or `mock://NAME` for a"
            + " registry in this JVM's memory. The default needs no server and is fit only for the"
            + " embedded broker and for tests: another process does not see its schemas.");
    settings.define(
        VALUE_SERDE,
        STRING,
        "io.mixtide.schemas.serde.AvroSerde",
        new ConfigDef.NonEmptyString(),
        LOW,
        "The class that reads and writes record values, a Kafka `Serde`. The default writes"
            + " Confluent's wire format without Confluent's libraries; with those on the class path,"
            + " `io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde` can be named instead.");
  }
}
