package io.mixtide.benchmark;

import io.mixtide.app.plot.ImageGrid;
import io.mixtide.app.plot.ImageGrid.Grey;
import io.mixtide.benchmark.data.IdxImages;
import io.mixtide.benchmark.data.ImageTasks;
import io.mixtide.model.data.Task;
import io.mixtide.model.inference.Inference;
import io.mixtide.model.inference.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a model makes of the first images of a set, at three numbers of known pixels. */
final class Completions {
  private static final int IMAGES = 5;
  private static final List<Integer> KNOWN = List.of(10, 50, 200);

  private final IdxImages images;
  private final List<Task> tasks;

  /** Of images whose pixels become known in an order that the seed says. */
  Completions(IdxImages images, long seed) {
    this.images = images;
    int some = Math.min(IMAGES, images.count());
    tasks = ImageTasks.draw(images, some, images.size(), seed).tasks();
  }

  /** A row for each image: what is known, and the mean of the prediction at every pixel. */
  ImageGrid grid(Trained model) {
    List<String> columns = new ArrayList<>();
    for (int known : KNOWN) {
      columns.add(known + " pixels");
      columns.add("completed");
    }
    columns.add("truth");
    List<List<Grey>> rows = tasks.stream().map(task -> row(model, task)).toList();
    return new ImageGrid(tasks.stream().map(Task::name).toList(), columns, rows);
  }

  private List<Grey> row(Trained model, Task task) {
    Inference inference = model.inference();
    TaskState state = inference.newState();
    List<Grey> row = new ArrayList<>();
    double[] seen = new double[images.size()];
    Arrays.fill(seen, Double.NaN);
    for (int i = 0; i < task.size(); i++) {
      if (KNOWN.contains(i)) {
        row.add(new Grey(images.columns(), seen.clone()));
        row.add(new Grey(images.columns(), completed(inference, state, task)));
      }
      if (i < KNOWN.getLast()) {
        inference.observe(state, task.xOf(i), task.yOf(i));
      }
      seen[pixel(task, i)] = task.yOf(i)[0];
    }
    row.add(new Grey(images.columns(), seen));
    return row;
  }

  private double[] completed(Inference inference, TaskState state, Task task) {
    double[] values = new double[images.size()];
    for (int i = 0; i < task.size(); i++) {
      values[pixel(task, i)] = inference.predict(state, task.xOf(i)).mean()[0];
    }
    return values;
  }

  private int pixel(Task task, int i) {
    double[] place = task.xOf(i);
    int row = (int) Math.round(place[0] * (images.rows() - 1));
    int column = (int) Math.round(place[1] * (images.columns() - 1));
    return row * images.columns() + column;
  }
}
