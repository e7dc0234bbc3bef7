package io.mixtide.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.DeadLetterReason;
import io.mixtide.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private final AvroSerde<SpecificRecord> values = new AvroSerde<>();

  @BeforeEach
  void configure() {
    values.configure(Map.of("schema.registry.url", "mock://workload"), false);
  }

  @Test
  void shouldGiveTheSameEventsForTheSameSeed() {
    assertThat(comparable(events(1, 0.2)))
        .isEqualTo(comparable(events(1, 0.2)))
        .isNotEqualTo(comparable(events(2, 0.2)));
  }

  /** Buffers are equal if their bytes are. */
  private static List<List<?>> comparable(List<Workload.Event> events) {
    return events.stream()
        .<List<?>>map(
            event -> Arrays.asList(event.task(), ByteBuffer.wrap(event.value()), event.fault()))
        .toList();
  }

  @Test
  void shouldGiveTheShareOfBadEventsAsked() {
    assertThat(events(1, 0)).noneMatch(event -> event.fault() != null);
    assertThat(events(1, 1)).noneMatch(event -> event.fault() == null);
    assertThat(events(1, 0.2).stream().filter(event -> event.fault() != null).count())
        .isBetween(150L, 250L);
  }

  @Test
  void shouldMakeEveryFaultOfASenderAsOftenAsTheOthers() {
    List<DeadLetterReason> notOfSenders =
        List.of(DeadLetterReason.UNKNOWN, DeadLetterReason.INTERNAL);
    assertThat(Workload.FAULTS)
        .doesNotHaveDuplicates()
        .hasSize(DeadLetterReason.values().length - notOfSenders.size())
        .doesNotContainAnyElementsOf(notOfSenders);
    Map<DeadLetterReason, Long> counts =
        events(1, 0.9).stream()
            .map(Workload.Event::fault)
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(fault -> fault, Collectors.counting()));
    assertThat(counts).containsOnlyKeys(Workload.FAULTS);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(60L, 125L));
  }

  @Test
  void shouldRepeatTheLatestGoodEventAsADuplicate() {
    List<Workload.Event> events =
        events(1, 0.5).stream()
            .filter(event -> event.fault() == null || event.fault() == DeadLetterReason.DUPLICATE)
            .toList();
    assertThat(events).anyMatch(event -> event.fault() != null);
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i).fault() != null) {
        assertThat(events.get(i).task()).isEqualTo(events.get(i - 1).task());
        assertThat(events.get(i).value()).isEqualTo(events.get(i - 1).value());
      }
    }
  }

  @Test
  void shouldNumberGoodEventsAndTheirQueries() {
    List<Workload.Event> events = events(1, 0);
    ContextEvent event =
        (ContextEvent) values.deserializer().deserialize("t", events.get(5).value());
    assertThat(event.getObservationId()).isEqualTo("5");
    assertThat(event.getX()).hasSize(3);
    assertThat(event.getY()).hasSize(2).allMatch(y -> y >= 0);
    assertThat(event.getQueries()).extracting(query -> query.getId()).containsExactly("10", "11");
  }

  private List<Workload.Event> events(long seed, double bad) {
    LoadPlan plan =
        new LoadPlan(10, 1, Duration.ZERO, Duration.ofSeconds(1000), bad, 2, 3, 2, seed);
    Workload workload = new Workload(plan, "run/", "t", values.serializer(), 256);
    return Stream.generate(workload::next).limit(plan.events()).toList();
  }
}
