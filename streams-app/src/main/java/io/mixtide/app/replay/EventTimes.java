package io.mixtide.app.replay;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.data.CsvObservations.Observation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Objects;

/**
 * Reads the times of observations: ISO 8601, with a {@code T} or a space, in UTC where no offset is
 * given, with or without a time of day; or milliseconds since 1970.
 */
final class EventTimes {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][ ]")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter();

  private EventTimes() {}

  /**
   * When an observation with a time was made.
   *
   * @throws UserErrorException if its text is no time
   */
  static Instant of(Observation observation) {
    String text = Objects.requireNonNull(observation.time()).strip();
    try {
      return text.matches("-?\\d{5,}") ? Instant.ofEpochMilli(Long.parseLong(text)) : iso(text);
    } catch (DateTimeException | NumberFormatException e) {
      throw new UserErrorException(
          "%s: '%s' is no time: write 2026-01-31T12:00:00Z, 2026-01-31 or milliseconds since 1970"
              .formatted(observation.place(), text),
          e);
    }
  }

  private static Instant iso(String text) {
    TemporalAccessor time =
        FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    return switch (time) {
      case OffsetDateTime offset -> offset.toInstant();
      case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
      case LocalDate day -> day.atStartOfDay().toInstant(ZoneOffset.UTC);
      default -> throw new IllegalStateException(time.toString());
    };
  }
}
