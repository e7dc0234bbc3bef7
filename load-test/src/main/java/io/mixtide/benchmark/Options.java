package io.mixtide.benchmark;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of what was given on the command line. */
final class Options {
  private Options() {}

  /** Refuses the command line unless {@code holds}. */
  static void require(CommandSpec spec, boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
