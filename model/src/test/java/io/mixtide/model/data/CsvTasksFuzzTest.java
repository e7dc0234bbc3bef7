package io.mixtide.model.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.testing.Allocation;
import io.mixtide.testing.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever is in a file, the reader gives tasks or a {@link DataException} of one line; what it
 * reads, the writer writes so that it reads the same.
 */
class CsvTasksFuzzTest {
  private static final CsvColumns COLUMNS =
      CsvColumns.of(List.of("task"), List.of("x"), List.of("y"));
  private static final String GOOD =
      "task,x,y\na,1,2\na,1.5,-2e-3\n\"b \"\"c\"\"\",NaN,1\nb,,\nb,-0.0,1e308\nü😀,3,4\n";
  private static final List<byte[]> FILES =
      List.of(
          GOOD.getBytes(UTF_8),
          ("\ufeff" + GOOD.replace("\n", "\r\n")).getBytes(UTF_8),
          "role,y,task,x,z\ncontext,1,a,2,\ntarget,1,a,3,\"long\ncell\"\n".getBytes(UTF_8));

  /** The buffers of the CSV reader and of unpacking. */
  private static final long MEMORY = 2_000_000;

  private static Path directory = Path.of("");

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("mixtide-csv-fuzz-");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    for (String name : List.of("fuzz.csv", "fuzz.csv.gz", "again.csv")) {
      Files.deleteIfExists(directory.resolve(name));
    }
    Files.delete(directory);
  }

  @Property(tries = 150)
  void shouldSurviveRandomBytes(@ForAll @Size(max = 300) byte[] bytes) {
    check("fuzz.csv", bytes);
    check("fuzz.csv.gz", bytes);
  }

  @Property(tries = 500)
  void shouldSurviveDamagedFiles(@ForAll("damaged") byte[] bytes) {
    check("fuzz.csv", bytes);
  }

  @Property(tries = 150)
  void shouldSurviveDamagedArchives(@ForAll("damagedArchives") byte[] bytes) {
    check("fuzz.csv.gz", bytes);
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    return Mutations.of(FILES);
  }

  @Provide
  Arbitrary<byte[]> damagedArchives() {
    return Mutations.of(FILES.stream().map(CsvTasksFuzzTest::packed).toList());
  }

  private static void check(String name, byte[] bytes) {
    try {
      Path file = Files.write(directory.resolve(name), bytes);
      assertThat(Allocation.of(() -> read(file))).isLessThan(MEMORY + 1000L * bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Path file) {
    TaskSet tasks;
    try {
      tasks = CsvTasks.read(List.of(file), COLUMNS, false).tasks();
    } catch (DataException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(20_000);
      return;
    }
    Path again = file.resolveSibling("again.csv");
    CsvTasksWriter.write(tasks, again);
    TaskSet reread =
        CsvTasks.read(
                List.of(again),
                CsvColumns.of(
                    List.of("task"), CsvTasksWriter.xColumns(1), CsvTasksWriter.yColumns(1)),
                false)
            .tasks();
    assertThat(reread.sha256()).isEqualTo(tasks.sha256());
  }

  private static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
