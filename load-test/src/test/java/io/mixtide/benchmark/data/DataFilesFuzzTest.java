package io.mixtide.benchmark.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.model.data.DataException;
import io.mixtide.testing.Allocation;
import io.mixtide.testing.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever is in a file, its reader gives numbers or a {@link DataException} of one line, in memory
 * that is in proportion to the file. Damaged MATLAB files are not tried: their library takes the
 * memory that they claim before it looks whether it is there.
 */
class DataFilesFuzzTest {
  private static final byte[] ARFF =
      "@relation r\n% remark\n@attribute 'a b' numeric\n@attribute c real\n@data\n1,2\n-3e5,4.5\n"
          .getBytes(UTF_8);
  private static final byte[] IDX =
      ByteBuffer.allocate(16 + 12).putInt(0x803).putInt(3).putInt(2).putInt(2).array();

  /** The buffers of readers and of unpacking. */
  private static final long MEMORY = 4_000_000;

  private static Path directory = Path.of("");

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("mixtide-data-fuzz-");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    Files.deleteIfExists(directory.resolve("fuzz"));
    Files.deleteIfExists(directory.resolve("fuzz.gz"));
    Files.delete(directory);
  }

  @Property(tries = 200)
  void shouldSurviveRandomBytes(@ForAll @Size(max = 300) byte[] bytes) {
    for (String name : List.of("fuzz", "fuzz.gz")) {
      check(name, bytes, ArffFile::read);
      check(name, bytes, IdxImages::read);
      check(name, bytes, MatlabFile::read);
    }
  }

  @Property(tries = 800)
  void shouldSurviveDamagedArffFiles(@ForAll("arff") byte[] bytes) {
    check("fuzz", bytes, ArffFile::read);
  }

  @Property(tries = 800)
  void shouldSurviveDamagedIdxFiles(@ForAll("idx") byte[] bytes) {
    check("fuzz", bytes, IdxImages::read);
  }

  @Property(tries = 200)
  void shouldSurviveDamagedArchives(@ForAll("archives") byte[] bytes) {
    check("fuzz.gz", bytes, ArffFile::read);
    check("fuzz.gz", bytes, IdxImages::read);
  }

  @Provide
  Arbitrary<byte[]> arff() {
    return Mutations.of(List.of(ARFF));
  }

  @Provide
  Arbitrary<byte[]> idx() {
    return Mutations.of(List.of(IDX));
  }

  @Provide
  Arbitrary<byte[]> archives() {
    return Mutations.of(List.of(packed(ARFF), packed(IDX)));
  }

  private static void check(String name, byte[] bytes, Consumer<Path> reader) {
    try {
      Path file = Files.write(directory.resolve(name), bytes);
      long allocated =
          Allocation.of(() -> {
            try {
              reader.accept(file);
            } catch (DataException e) {
              assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(2000);
            }
          });
      assertThat(allocated).isLessThan(MEMORY + 2000L * bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
