package io.mixtide.model.engine;

import io.mixtide.model.network.Architecture;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the parts of a batch lie in what goes to the device and in what comes back, in bytes. The
 * parts and the struct are those of {@code Batch} in {@code batch.cuh}.
 *
 * @param tasks number of arrivals
 * @param queries number of queries
 * @param contexts of context experts: how many tasks have an arrival or a query; of input experts,
 *     of which queries ask nothing: {@code tasks}
 * @param tokens of all contexts together
 * @param mostTokens that one context has, after the arrivals
 */
record DeviceBatch(
    Architecture sizes, int tasks, int queries, int contexts, long tokens, int mostTokens) {
  /** Bytes of the struct {@code Batch}. */
  static final int STRUCT_BYTES = 13 * Long.BYTES + 4 * Integer.BYTES;

  /** Blocks that take arrivals: a tile each. */
  int arrivalBlocks() {
    return Math.ceilDiv(tasks, DeviceNetwork.TASKS);
  }

  /** Blocks that take queries. */
  int queryBlocks() {
    return Math.ceilDiv(queries, DeviceNetwork.TASKS);
  }

  /** Blocks of both. */
  int blocks() {
    return arrivalBlocks() + queryBlocks();
  }

  private static long floats(long number) {
    return Float.BYTES * number;
  }

  private boolean attends() {
    return sizes.hasContextExperts();
  }

  /** Bytes of one task's state. */
  long stateBytes() {
    int pooled = attends() ? sizes.embedding() : sizes.experts();
    return floats(sizes.embedding() + pooled + sizes.experts());
  }

  /** Bytes of one token; 0 for input experts. */
  long tokenBytes() {
    return attends() ? floats(sizes.embedding()) : 0;
  }

  /** Bytes of the means, or of the sigmas, of one mixture. */
  long halfMixtureBytes() {
    return floats((long) sizes.experts() * sizes.dy());
  }

  // What goes to the device.

  long count(int context) {
    return (long) Integer.BYTES * context;
  }

  long state(int context) {
    return count(contexts) + stateBytes() * context;
  }

  long x(int task) {
    return state(contexts) + floats((long) sizes.dx() * task);
  }

  long y(int task) {
    return x(tasks) + floats((long) sizes.dy() * task);
  }

  long query(int query) {
    return y(tasks) + floats((long) sizes.dx() * query);
  }

  long asked(int query) {
    return query(queries) + (attends() ? (long) Integer.BYTES * query : 0);
  }

  long firstToken(int context) {
    return asked(queries) + (attends() ? (long) Integer.BYTES * context : 0);
  }

  long token(long token) {
    return firstToken(contexts) + tokenBytes() * token;
  }

  long inputBytes() {
    return token(tokens);
  }

  // What comes back.

  long newState(int task) {
    return stateBytes() * task;
  }

  long score(int task) {
    return newState(tasks) + floats(task);
  }

  long mixture(int query) {
    return score(tasks) + 2 * halfMixtureBytes() * query;
  }

  long newToken(int task) {
    return mixture(queries) + tokenBytes() * task;
  }

  long outputBytes() {
    return newToken(tasks);
  }

  /** Bytes of what stays on the device: the shares of every head in every token. */
  long scratchBytes() {
    return floats((long) blocks() * DeviceNetwork.TASKS * sizes.attention().heads() * mostTokens);
  }

  /**
   * Writes the struct.
   *
   * @param input where what goes to the device lies there
   * @param output where what comes back lies there
   * @param scratch where the scratch lies
   * @param firstBlock of a launch
   */
  void writeStruct(long input, long output, long scratch, int firstBlock, MemorySegment to) {
    ByteBuffer struct = to.asByteBuffer().order(ByteOrder.nativeOrder());
    struct.putLong(input + count(0)).putLong(input + state(0));
    struct.putLong(input + x(0)).putLong(input + y(0)).putLong(input + query(0));
    struct.putLong(output + newState(0)).putLong(output + score(0)).putLong(output + mixture(0));
    struct.putLong(input + asked(0)).putLong(input + firstToken(0)).putLong(input + token(0));
    struct.putLong(output + newToken(0)).putLong(scratch);
    struct.putInt(tasks).putInt(queries).putInt(firstBlock).putInt(mostTokens);
  }
}
