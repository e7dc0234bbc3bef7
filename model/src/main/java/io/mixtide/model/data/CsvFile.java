package io.mixtide.model.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a tidy CSV file row by row: plain or gzipped ({@code .gz}), UTF-8, with a header. */
final class CsvFile {
  private CsvFile() {}

  /**
   * Reads a file from its first row to its last.
   *
   * @param header takes the header, before any row
   * @throws DataException if the file is missing, broken or empty, or a column is absent
   */
  static void read(
      Path file, CsvColumns columns, Consumer<CsvHeader> header, Consumer<CsvRow> rows) {
    try (InputStream bytes = DataFile.open(file);
        CsvReader<CsvRecord> csv =
            CsvReader.builder()
                .detectBomHeader(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(bytes);
        CloseableIterator<CsvRecord> records = csv.iterator()) {
      if (!records.hasNext()) {
        throw new DataException(file + ": the file is empty; it needs a header and rows.");
      }
      CsvHeader first = CsvHeader.of(file, columns, records.next().getFields());
      header.accept(first);
      while (records.hasNext()) {
        rows.accept(CsvRow.of(first, records.next()));
      }
    } catch (CsvParseException e) {
      throw new DataException(
          "%s: %s; correct the quotes.".formatted(file, DataFile.rootMessage(e)), e);
    } catch (UncheckedIOException | IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }
}
