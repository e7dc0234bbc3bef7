package io.mixtide.benchmark.data;

import io.mixtide.model.data.CsvColumns;
import io.mixtide.model.data.CsvTasks;
import io.mixtide.model.data.TaskSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * Real tasks that are shipped: a task is one station on one day, x the hour, from 0 to 23. Rows are
 * in order of time, so that {@link io.mixtide.model.data.Holdout} splits by date. Sources and
 * licences stand beside the files.
 */
public final class ShippedTasks {
  private static final String BIKE_SHARE = "/io/mixtide/benchmark/data/bike-share.csv.gz";
  private static final String BEIJING_AIR = "/io/mixtide/app/demo/beijing-pm25.csv.gz";

  private ShippedTasks() {}

  /**
   * Bay Area Bike Share in 2014: y is how many bikes the station has gained since midnight. A
   * station-day has all 24 hours, and there is none without a trip.
   */
  public static TaskSet bikeShare() {
    return read(BIKE_SHARE, stationDays("net"));
  }

  /** Beijing's air, 2013 to 2017: y is PM2.5 in µg/m³, not below 0; complete days alone. */
  public static TaskSet beijingAir() {
    return read(BEIJING_AIR, stationDays("pm25"));
  }

  private static CsvColumns stationDays(String y) {
    return CsvColumns.of(List.of("station", "date"), List.of("hour"), List.of(y));
  }

  private static TaskSet read(String resource, CsvColumns columns) {
    try (InputStream packed =
        Objects.requireNonNull(ShippedTasks.class.getResourceAsStream(resource), resource)) {
      Path copy = Files.createTempFile("mixtide-", ".csv.gz");
      try {
        Files.copy(packed, copy, StandardCopyOption.REPLACE_EXISTING);
        return CsvTasks.read(List.of(copy), columns, false).tasks();
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
