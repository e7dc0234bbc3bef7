package io.mixtide.model.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Programs that a machine may have. */
final class Tools {

  private Tools() {}

  /**
   * Runs a program.
   *
   * @return nothing, or that the program is not here
   * @throws AssertionError with what it printed, if it is here and fails
   */
  static Optional<String> run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " failed:\n" + output);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("there is no " + command.getFirst() + " on this machine");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
