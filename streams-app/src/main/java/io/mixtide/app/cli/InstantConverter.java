package io.mixtide.app.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-01-31T12:00:00Z}, or {@code 2h} for two hours ago, as an option's value. */
final class InstantConverter implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return ago(text);
    }
  }

  private static Instant ago(String text) {
    try {
      return Instant.now().minus(new TimeConverter().convert(text));
    } catch (TypeConversionException e) {
      throw new TypeConversionException(
          "'" + text + "' is no time: write 2026-01-31T12:00:00Z, or 2h for two hours ago");
    }
  }
}
