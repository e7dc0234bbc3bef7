package io.mixtide.verify;

/** Whether outputs that follow one another stand so. Partitions do not compare. */
final class PlaceOrder {
  private int partition = -1;
  private long latest = -1;

  /** Whether the next output stands behind all before it. */
  boolean follows(Output output) {
    if (output.partition() != partition) {
      partition = output.partition();
      latest = -1;
    }
    boolean follows = output.offset() > latest;
    latest = Math.max(latest, output.offset());
    return follows;
  }
}
