package io.mixtide.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.mixtide.model.data.DataException;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTasksTest {
  private static final int MAGIC = 0x803;
  private static final int ROWS = 3;
  private static final int COLUMNS = 5;

  @TempDir private Path folder;

  @Test
  void shouldReadImagesPlainAndGzipped() throws IOException {
    byte[] content = idx(MAGIC, 4, 4);
    Path plain = Files.write(folder.resolve("images"), content);
    Path packed = packed(content);

    for (Path file : new Path[] {plain, packed}) {
      IdxImages images = IdxImages.read(file);
      assertThat(images.count()).isEqualTo(4);
      assertThat(images.rows()).isEqualTo(ROWS);
      assertThat(images.columns()).isEqualTo(COLUMNS);
      assertThat(images.intensity(0, 0)).isZero();
      assertThat(images.intensity(3, 2)).isCloseTo(247 / 255.0, within(1e-15));
    }
  }

  /** Pixel p of image i is 15 i + p, plus 200 in the last image, which needs unsigned bytes. */
  @Test
  void shouldMakeTasksOfDifferentPixelsAtTheirPlaces() throws IOException {
    IdxImages images = images();
    TaskSet tasks = ImageTasks.draw(images, 3, 15, 5);

    assertThat(tasks.dx()).isEqualTo(2);
    assertThat(tasks.tasks()).extracting(Task::name).doesNotHaveDuplicates().hasSize(3);
    for (Task task : tasks.tasks()) {
      int image = Integer.parseInt(task.name().substring("image".length()));
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < 15; i++) {
        int pixel =
            (int) Math.round(task.x()[2 * i] * (ROWS - 1)) * COLUMNS
                + (int) Math.round(task.x()[2 * i + 1] * (COLUMNS - 1));
        seen.add(pixel);
        assertThat(task.y()[i]).isEqualTo(images.intensity(image, pixel));
      }
      assertThat(seen).hasSize(15);
      assertThat(task.x()).contains(0, 1);
      assertThat(Arrays.stream(task.x())).allMatch(v -> v >= 0 && v <= 1);
    }
    assertThat(tasks.tasks()).extracting(Task::firstRow).containsExactly(0L, 15L, 30L);
  }

  @Test
  void shouldDrawBySeedAndLimitThePoints() throws IOException {
    IdxImages images = images();
    TaskSet one = ImageTasks.draw(images, 4, 6, 5);

    assertThat(one.tasks()).allSatisfy(task -> assertThat(task.size()).isEqualTo(6));
    assertThat(ImageTasks.draw(images, 4, 6, 5)).usingRecursiveComparison().isEqualTo(one);
    assertThat(ImageTasks.draw(images, 4, 6, 6).tasks().stream().map(t -> Arrays.toString(t.x())))
        .doesNotContainAnyElementsOf(
            one.tasks().stream().map(t -> Arrays.toString(t.x())).toList());
    assertRefused(() -> ImageTasks.draw(images, 5, 6, 1), "5 images were asked for");
    assertRefused(() -> ImageTasks.draw(images, 4, 16, 1), "16 pixels of an image");
    assertRefused(() -> ImageTasks.draw(images, 0, 6, 1), "choose from 1 to 4");
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws IOException {
    assertRefused(() -> IdxImages.read(folder.resolve("no")), "there is no such file");
    assertRefused(() -> read(idx(0x801, 4, 4)), "begins with 00000801, not with 00000803");
    assertRefused(() -> read(idx(MAGIC, 5, 4)), "fewer pixels than the 5 x 3 x 5");
    assertRefused(() -> read(idx(MAGIC, 3, 4)), "more pixels than the 3 x 3 x 5");
    assertRefused(() -> read(idx(MAGIC, -1, 4)), "the header says -1 images");
    assertRefused(() -> read(idx(MAGIC, Integer.MAX_VALUE, 4)), "which cannot be read");
    assertRefused(() -> read(new byte[] {0, 0}), "cannot be read to its end");
    byte[] gzip = Files.readAllBytes(packed(idx(MAGIC, 4, 4)));
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(gzip, gzip.length - 12));
    assertRefused(() -> IdxImages.read(cut), "cannot be read to its end");
  }

  private IdxImages images() throws IOException {
    return read(idx(MAGIC, 4, 4));
  }

  private IdxImages read(byte[] content) throws IOException {
    return IdxImages.read(Files.write(folder.resolve("images"), content));
  }

  private Path packed(byte[] content) throws IOException {
    Path file = folder.resolve("images.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(content);
    }
    return file;
  }

  private static byte[] idx(int magic, int said, int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(magic);
    out.writeInt(said);
    out.writeInt(ROWS);
    out.writeInt(COLUMNS);
    for (int pixel = 0; pixel < count * ROWS * COLUMNS; pixel++) {
      out.writeByte(pixel < 45 ? pixel : pixel + 200);
    }
    return bytes.toByteArray();
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(reading)
        .withMessageContaining(message);
  }
}
