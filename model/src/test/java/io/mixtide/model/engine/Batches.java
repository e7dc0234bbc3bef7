package io.mixtide.model.engine;

import io.mixtide.model.density.Mixture;
import io.mixtide.model.inference.TaskState;
import io.mixtide.model.random.RandomStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ListSampler;

/** Random batches over some tasks. */
final class Batches {
  private final int dx;
  private final int dy;
  private final UniformRandomProvider random;

  Batches(int dx, int dy, long seed) {
    this.dx = dx;
    this.dy = dy;
    random = RandomStream.of(seed);
  }

  /** Which of {@code tasks} tasks have an arrival, and its values; likewise queries. */
  record Draw(List<Integer> tasks, double[] x, double[] y, List<Integer> asked, double[] query) {

    InferenceBatch of(List<TaskState> states, List<Mixture> mixtures) {
      return new InferenceBatch(
          tasks.stream().map(states::get).toList(),
          x,
          y,
          asked.stream().map(states::get).toList(),
          query,
          mixtures);
    }
  }

  /** Arrivals for some of the tasks, in any order, and {@code queries} queries of any tasks. */
  Draw draw(int tasks, int arrivals, int queries) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, tasks).boxed().toList());
    ListSampler.shuffle(random, order);
    List<Integer> asked =
        queries == 0 ? List.of() : random.ints(queries, 0, tasks).boxed().toList();
    return new Draw(
        order.subList(0, arrivals),
        values(arrivals * dx),
        values(arrivals * dy),
        asked,
        values(queries * dx));
  }

  private double[] values(int number) {
    return random.doubles(number).map(u -> 4 * u - 0.9).toArray();
  }

  static byte[][] bytes(List<TaskState> states) {
    return states.stream().map(Batches::bytes).toArray(byte[][]::new);
  }

  private static byte[] bytes(TaskState state) {
    ByteBuffer buffer = ByteBuffer.allocate(state.bytes() + state.tokenBytes());
    state.write(buffer);
    if (state.tokens() > 0) {
      state.writeLatestToken(buffer);
    }
    return buffer.array();
  }
}
