package io.mixtide.benchmark.stream;

import java.time.Duration;

/**
 * How services are measured. All get the same events.
 *
 * @param partitions of every topic, 1 or more
 * @param threads stream threads of each service, 1 or more
 * @param tasks that events are spread over at a time, 1 or more
 * @param context mean number of observations in a task's context: a task gets about twice as many
 *     and then makes place for a new one; 0 to keep the first tasks for ever
 * @param queries with each event
 * @param warmUp events before anything is measured
 * @param events of a backlog that is measured
 * @param time how long latency is measured
 * @param rounds how often every service is measured
 * @param seed of the events
 */
record StreamPlan(
    int partitions,
    int threads,
    int tasks,
    int context,
    int queries,
    long warmUp,
    long events,
    Duration time,
    int rounds,
    long seed) {

  /** The same with other numbers of partitions and threads. */
  StreamPlan on(int partitions, int threads) {
    return new StreamPlan(
        partitions, threads, tasks, context, queries, warmUp, events, time, rounds, seed);
  }

  /** Observations of a task until another takes its place. */
  long perTask() {
    return context == 0 ? Long.MAX_VALUE : 2L * context - 1;
  }

  /**
   * Events until every task has been seen and contexts are as large as asked, or the JIT has
   * compiled, whichever is more.
   */
  long lead() {
    return Math.max(warmUp, (long) tasks * Math.max(1, context));
  }
}
