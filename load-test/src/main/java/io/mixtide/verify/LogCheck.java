package io.mixtide.verify;

import io.mixtide.schemas.TaskLog;
import java.util.List;

/** Checks that each log of a task is the beginning of its context. */
final class LogCheck {
  private LogCheck() {}

  static void check(TaskRecords task, Replays replays, Reports reports) {
    String topic = reports.topics().taskLog();
    List<Input.Event> context = replays.context();
    for (Output.Log log : task.logs()) {
      Output output = log.output();
      if (replays.of(output) == null) {
        reports.add(Fault.UNKNOWN_RELEASE, topic, output, output.release());
      } else if (output.sequence() > context.size() || output.sequence() == 0) {
        reports.add(
            Fault.DIFFERING,
            topic,
            output,
            "it has %d observations of %d".formatted(output.sequence(), context.size()));
      } else {
        TaskLog expected =
            ExpectedRecords.log(
                output.release(), log.reason(), context.subList(0, (int) output.sequence()));
        if (!reports.isSame(output, expected)) {
          reports.addDifference(topic, output, expected);
        }
      }
    }
  }
}
