package io.mixtide.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;

/**
 * Drops what libraries log in the normal course of a healthy run, and what they log beside throwing
 * it, so that every line a user sees is one to read.
 */
public final class KnownNoiseFilter extends Filter<ILoggingEvent> {
  private static final Set<String> NOISE =
      Set.of(
          // An empty metadata log is what a new broker starts with.
          "Performing controller activation.",
          // A combined controller and broker closes this client from both sides.
          "Attempting to close NetworkClient that has already been closed.",
          // The next transaction began before the last one's markers were written: it is retried.
          "Error: CONCURRENT_TRANSACTIONS",
          // The batches sent after that one are refused until it is in, and retried in order.
          "retrying (2147483646 attempts left). Error: OUT_OF_ORDER_SEQUENCE_NUMBER",
          // The broker's side of that.
          "for transactions v2 idempotent producer with no existing state",
          // Several clients asked at once for a topic of the broker's own, and it is there.
          "with error 'TOPIC_ALREADY_EXISTS'",
          // There are no global stores, so their handler is of no consequence.
          "Processing exception handler is not enabled for the GlobalThread.",
          // The embedded broker's files may be a millisecond older than the records in them.
          "contains future timestamp(s), making it ineligible to be deleted",
          // The demonstration's state is meant to go with its directory.
          "Using an OS temp directory in the state.dir property",
          // A rebalance took the partition while its offset was being asked for.
          "Not updating last stable offset for partition",
          // A record becomes a dead letter, which tells more.
          "Skipping record due to deserialization error",
          // A single instance has nowhere to put the copies that num.standby.replicas asks for.
          "to maintain the requested number of standby replicas",
          // The exceptions that follow are reported.
          "failed authentication due to:",
          "Fatal error during metadata update",
          "Could not read properties from file",
          "Modification time of key store could not be obtained",
          "Unable to obtain lock as state directory is already locked by another process",
          "Failed to start Javalin");

  @Override
  public FilterReply decide(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    return NOISE.stream().anyMatch(message::contains) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
