package io.mixtide.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.Architecture;
import io.mixtide.model.network.Network;
import io.mixtide.model.release.CheckpointFile;
import io.mixtide.model.release.InvalidReleaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointsTest {
  private static final TaskSet TASKS = TestModels.tasks(1, 1, -1, 1, 5, 12, 9, 7, 15, 1);
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(12, 4, 4, 1e-2, 3, 1, Objective.IMPORTANCE_WEIGHTED, 1, 2, 10, 10, 3);

  /** Keeps the file of one step, and may be gone on from. */
  private record Kept(@Nullable TrainingState resumed, int due, List<byte[]> file)
      implements Checkpoints {

    @Override
    public boolean isDue(int step) {
      return step == due;
    }

    @Override
    public void save(TrainingState state) {
      file.add(CheckpointFile.write(state, "t"));
    }
  }

  static Stream<Supplier<Network>> networks() {
    return Stream.of(
        () -> TestModels.network(1, 1, 3, 1), () -> TestModels.contextNetwork(1, 1, 3, 8, 1));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shouldGoOnAsIfItHadNeverStopped(Supplier<Network> untrained) {
    List<byte[]> file = new ArrayList<>();
    Network whole = train(untrained.get(), new Kept(null, 5, file));
    Architecture architecture = whole.architecture();
    TrainingState state = CheckpointFile.read(file.getFirst(), architecture, "t");
    assertThat(state.step()).isEqualTo(5);
    Network resumed = train(untrained.get(), new Kept(state, 100, file));
    assertThat(resumed).usingRecursiveComparison().isEqualTo(whole);
  }

  @Test
  void shouldSayWhyAFileIsOfNoUse() {
    List<byte[]> file = new ArrayList<>();
    Architecture architecture =
        train(TestModels.network(1, 1, 3, 1), new Kept(null, 5, file)).architecture();
    byte[] damaged = file.getFirst().clone();
    damaged[damaged.length - 3] ^= 1;
    refuse(damaged, architecture, "t", "damaged");
    refuse(file.getFirst(), architecture, "u", "other data, settings or code");
    refuse(file.getFirst(), TestModels.network(1, 1, 4, 1).architecture(), "t", "lacks a tensor");
    refuse(new byte[9], architecture, "t", "");
  }

  private static void refuse(byte[] file, Architecture architecture, String of, String why) {
    assertThatExceptionOfType(InvalidReleaseException.class)
        .isThrownBy(() -> CheckpointFile.read(file, architecture, of))
        .withMessageContaining(why);
  }

  private static Network train(Network network, Checkpoints checkpoints) {
    new Trainer(new VectorKernels(), SETTINGS)
        .train(network, TestModels.plain(1, 1), TASKS, checkpoints, progress -> {});
    return network;
  }
}
