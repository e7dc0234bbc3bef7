package io.mixtide.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The shipped observations of PM2.5 at Beijing's twelve stations, in order of arrival. A task is
 * one station on one day, x the hour, y the concentration in µg/m³.
 */
final class AirQuality {
  private static final String RESOURCE = "beijing-pm25.csv.gz";
  private static final double HELD_OUT = 0.2;
  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

  /** One observation. */
  record Reading(String task, Instant time, double hour, double pm25) {}

  private AirQuality() {}

  /**
   * The readings of the station-days that the shipped releases were not trained on: those that
   * begin in the last fifth of all readings.
   */
  static List<Reading> heldOut() {
    List<Reading> all = all();
    int cut = (int) Math.ceil((1 - HELD_OUT) * all.size());
    Set<String> begunBefore = new HashSet<>();
    all.subList(0, cut).forEach(reading -> begunBefore.add(reading.task()));
    return all.subList(cut, all.size()).stream()
        .filter(reading -> !begunBefore.contains(reading.task()))
        .toList();
  }

  private static List<Reading> all() {
    try (InputStream file =
            Objects.requireNonNull(AirQuality.class.getResourceAsStream(RESOURCE), RESOURCE);
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(new GZIPInputStream(file), UTF_8))) {
      List<Reading> readings = new ArrayList<>();
      for (NamedCsvRecord row : rows) {
        String date = row.getField("date");
        int hour = Integer.parseInt(row.getField("hour"));
        readings.add(
            new Reading(
                row.getField("station") + "/" + date,
                LocalDate.parse(date).atTime(hour, 0).toInstant(BEIJING),
                hour,
                Double.parseDouble(row.getField("pm25"))));
      }
      return readings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
