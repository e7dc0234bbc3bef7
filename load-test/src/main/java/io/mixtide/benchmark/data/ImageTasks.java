package io.mixtide.benchmark.data;

import io.mixtide.model.data.DataException;
import io.mixtide.model.data.Task;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.sampling.PermutationSampler;

/**
 * Completion of images: a task is an image, x a pixel's row and column in [0, 1]², y its intensity
 * in [0, 1]. Observations are pixels in random order, none twice.
 */
public final class ImageTasks {
  /** How many pixels a task has unless said otherwise: a set of them fits in memory. */
  public static final int POINTS = 260;

  /** "image": sets the draws apart from those of a training or an evaluation of equal seed. */
  private static final long PLACE = 0x696D616765L;

  private ImageTasks() {}

  /**
   * Draws tasks named {@code image} and the image's index. Which pixels an image shows depends on
   * the seed and the image alone.
   *
   * @param images to choose from
   * @param tasks how many images, none twice
   * @param points pixels of each
   * @param seed equal seeds give equal tasks
   * @throws DataException if there are not so many images or pixels
   */
  public static TaskSet draw(IdxImages images, int tasks, int points, long seed) {
    require("images", tasks, images.count());
    require("pixels of an image", points, images.size());
    int[] chosen =
        new PermutationSampler(RandomStream.of(seed, PLACE), images.count(), tasks).sample();
    List<Task> drawn = new ArrayList<>(tasks);
    for (int image : chosen) {
      drawn.add(task(images, image, points, seed, (long) drawn.size() * points));
    }
    return new TaskSet(2, 1, drawn);
  }

  private static Task task(IdxImages images, int image, int points, long seed, long firstRow) {
    int[] pixels =
        new PermutationSampler(RandomStream.of(seed, PLACE, image), images.size(), points).sample();
    double[] x = new double[2 * points];
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      x[2 * i] = place(pixels[i] / images.columns(), images.rows());
      x[2 * i + 1] = place(pixels[i] % images.columns(), images.columns());
      y[i] = images.intensity(image, pixels[i]);
    }
    return new Task("image" + image, null, 2, 1, x, y, Task.NO_CONTEXT_SIZE, firstRow);
  }

  private static double place(int index, int count) {
    return count == 1 ? 0 : (double) index / (count - 1);
  }

  private static void require(String what, int wanted, int most) {
    if (wanted < 1 || wanted > most) {
      throw new DataException(
          "%d %s were asked for; choose from 1 to %d.".formatted(wanted, what, most));
    }
  }
}
