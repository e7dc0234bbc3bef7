package io.mixtide.app.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 20s}, {@code 5m} or {@code 1h30m} as the value of an option. */
public final class TimeConverter implements ITypeConverter<Duration> {
  /** Public for picocli. */
  public TimeConverter() {}

  @Override
  public Duration convert(String text) {
    try {
      return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no time: write 20s, 5m or 1h30m");
    }
  }
}
