package io.mixtide.benchmark.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.mixtide.model.data.DataException;
import io.mixtide.model.data.DataFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * Reads the tables of Weka's ARFF files, plain or gzipped: dense, all attributes numeric, no value
 * missing.
 */
final class ArffFile {
  private static final Pattern NUMERIC =
      Pattern.compile(
          "@attribute\\s+('[^']*'|\"[^\"]*\"|\\S+)\\s+(numeric|real|integer)",
          Pattern.CASE_INSENSITIVE);
  private static final int LONGEST_QUOTE = 60;

  /** What comes before the rows: how many attributes, and how many lines. */
  private record Header(int attributes, long lines) {}

  private ArffFile() {}

  /**
   * Reads all rows.
   *
   * @throws DataException if the file is missing or broken, or is not a dense table of numbers
   */
  static NumberTable read(Path file) {
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(DataFile.open(file), UTF_8))) {
      Header header = header(file, text);
      CsvReader<CsvRecord> rows =
          CsvReader.builder()
              .commentStrategy(CommentStrategy.SKIP)
              .commentCharacter('%')
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .ofCsvRecord(text);
      DoubleStream.Builder values = DoubleStream.builder();
      for (CsvRecord row : rows) {
        addRow(file, header, row, values);
      }
      NumberTable table = new NumberTable(header.attributes(), values.build().toArray());
      if (table.rows() == 0) {
        throw new DataException(file + ": there is no row after @data; is the file whole?");
      }
      return table;
    } catch (CsvParseException | UncheckedIOException | IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  private static Header header(Path file, BufferedReader text) throws IOException {
    int attributes = 0;
    long number = 0;
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      number++;
      String declaration = line.strip();
      String lower = declaration.toLowerCase(Locale.ROOT);
      if (lower.equals("@data") && attributes > 0) {
        return new Header(attributes, number);
      }
      if (NUMERIC.matcher(declaration).matches()) {
        attributes++;
      } else if (!lower.isEmpty() && !lower.startsWith("%") && !lower.startsWith("@relation")) {
        throw new DataException(
            "%s line %d: '%s' is no numeric attribute; name an ARFF file of numbers alone."
                .formatted(file, number, quote(declaration)));
      }
    }
    throw new DataException(file + ": there is no line @data; is it an ARFF file, and whole?");
  }

  private static void addRow(Path file, Header header, CsvRecord row, DoubleStream.Builder values) {
    long line = header.lines() + row.getStartingLineNumber();
    if (row.getFieldCount() != header.attributes()) {
      throw new DataException(
          "%s line %d: %d values for %d attributes; is the file whole?"
              .formatted(file, line, row.getFieldCount(), header.attributes()));
    }
    for (String cell : row.getFields()) {
      double value;
      try {
        value = Double.parseDouble(cell);
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!Double.isFinite(value)) {
        throw new DataException(
            "%s line %d: '%s' is not a finite number; leave such rows out."
                .formatted(file, line, quote(cell)));
      }
      values.add(value);
    }
  }

  private static String quote(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }
}
