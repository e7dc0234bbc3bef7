package io.mixtide.benchmark.data;

import io.mixtide.model.data.DataException;
import java.nio.file.Path;

/** Regressions with several outputs, read from the files that their authors publish. */
public enum RegressionData {
  /**
   * Plants and animals found at places in Slovenian rivers, by sixteen properties of the water
   * (Džeroski, Demšar and Grbović, Applied Intelligence 13, 2000): {@code wq.arff} of Mulan.
   */
  WQ(16, 14),

  /**
   * Prices of a supply-chain game, twenty days ahead (Spyromitros-Xioufis, Tsoumakas, Groves and
   * Vlahavas, Machine Learning 104, 2016): {@code scm20d.arff} of Mulan.
   */
  SCM20D(61, 16),

  /**
   * Torques of a robot arm by positions, velocities and accelerations of its seven joints
   * (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006): {@code sarcos_inv.mat}
   * or {@code sarcos_inv_test.mat}.
   */
  SARCOS(21, 7);

  private final int inputs;
  private final int outputs;

  RegressionData(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** How many columns are inputs; they come first. */
  public int inputs() {
    return inputs;
  }

  /** How many columns are outputs; they come last. */
  public int outputs() {
    return outputs;
  }

  /**
   * Reads a file, plain or gzipped, and cuts it into tasks.
   *
   * @param file as published
   * @param rowsPerTask observations of each task, at least 1
   * @param seed equal seeds give equal tasks
   * @throws DataException if the file is missing, broken, of other columns, or too short for tasks
   *     of that size
   */
  public RegressionTasks read(Path file, int rowsPerTask, long seed) {
    NumberTable table =
        switch (this) {
          case WQ, SCM20D -> ArffFile.read(file);
          case SARCOS -> MatlabFile.read(file);
        };
    if (table.columns() != inputs + outputs) {
      throw new DataException(
          "%s: %d columns, but %s has %d inputs and %d outputs; check which file this is."
              .formatted(file, table.columns(), this, inputs, outputs));
    }
    try {
      return RegressionTasks.of(table, outputs, rowsPerTask, seed);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "%s: %s; choose smaller tasks or a longer file.".formatted(file, e.getMessage()), e);
    }
  }
}
