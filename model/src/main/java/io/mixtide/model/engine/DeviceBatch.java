package io.mixtide.model.engine;

import io.mixtide.model.network.Architecture;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the parts of a batch lie in what goes to the device and in what comes back, in bytes. The
 * parts and the struct are those of {@code Batch} in {@code inference.cu}.
 *
 * @param tasks number of arrivals
 * @param queries number of queries
 */
record DeviceBatch(Architecture sizes, int tasks, int queries) {
  /** Bytes of the struct {@code Batch}. */
  static final int STRUCT_BYTES = 8 * Long.BYTES + 2 * Integer.BYTES;

  /** Blocks of the launch: tiles of arrivals, then tiles of queries. */
  int blocks() {
    return Math.ceilDiv(tasks, DeviceNetwork.TASKS) + Math.ceilDiv(queries, DeviceNetwork.TASKS);
  }

  /** Bytes of one task's state. */
  long stateBytes() {
    return (long) Float.BYTES * (sizes.embedding() + 2 * sizes.experts());
  }

  /** Bytes of one x. */
  long xBytes() {
    return (long) Float.BYTES * sizes.dx();
  }

  /** Bytes of one y. */
  long yBytes() {
    return (long) Float.BYTES * sizes.dy();
  }

  /** Bytes of the means, or of the sigmas, of one mixture. */
  long halfMixtureBytes() {
    return (long) Float.BYTES * sizes.experts() * sizes.dy();
  }

  // What goes to the device.

  long count(int task) {
    return (long) Integer.BYTES * task;
  }

  long state(int task) {
    return count(tasks) + stateBytes() * task;
  }

  long x(int task) {
    return state(tasks) + xBytes() * task;
  }

  long y(int task) {
    return x(tasks) + yBytes() * task;
  }

  long query(int query) {
    return y(tasks) + xBytes() * query;
  }

  long inputBytes() {
    return query(queries);
  }

  // What comes back.

  long newState(int task) {
    return stateBytes() * task;
  }

  long score(int task) {
    return newState(tasks) + (long) Float.BYTES * task;
  }

  long mixture(int query) {
    return score(tasks) + 2 * halfMixtureBytes() * query;
  }

  long outputBytes() {
    return mixture(queries);
  }

  /**
   * Writes the struct.
   *
   * @param input where what goes to the device lies there
   * @param output where what comes back lies there
   */
  void writeStruct(long input, long output, MemorySegment to) {
    ByteBuffer struct = to.asByteBuffer().order(ByteOrder.nativeOrder());
    struct.putLong(input + count(0)).putLong(input + state(0));
    struct.putLong(input + x(0)).putLong(input + y(0)).putLong(input + query(0));
    struct.putLong(output + newState(0)).putLong(output + score(0)).putLong(output + mixture(0));
    struct.putInt(tasks).putInt(queries);
  }
}
