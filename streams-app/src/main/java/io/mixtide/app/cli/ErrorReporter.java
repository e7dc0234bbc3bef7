package io.mixtide.app.cli;

import io.mixtide.app.UserErrorException;
import io.mixtide.model.data.DataException;
import io.mixtide.model.release.InvalidReleaseException;
import io.mixtide.schemas.registry.RegistryUnavailableException;
import io.mixtide.schemas.registry.SchemaRejectedException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports every error in one line on stderr: what is wrong and what to do. Stack traces appear only
 * on demand.
 */
final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final BooleanSupplier debug;

  /**
   * @param debug whether to print stack traces, asked when an error occurs
   */
  ErrorReporter(BooleanSupplier debug) {
    this.debug = debug;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    report(
        command.getErr(),
        "%s; %s".formatted(firstLine(String.valueOf(e.getMessage())), advice(e, command)),
        e);
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof UserErrorException
        || e instanceof DataException
        || e instanceof InvalidReleaseException
        || e instanceof RegistryUnavailableException
        || e instanceof SchemaRejectedException) {
      report(command.getErr(), String.valueOf(e.getMessage()), e);
      return ExitCode.USAGE;
    }
    Optional<String> refusal = KafkaRefusal.of(e);
    if (refusal.isPresent()) {
      report(command.getErr(), refusal.get(), e);
      return ExitCode.USAGE;
    }
    String hint = debug.getAsBoolean() ? "" : "; run with --debug for the stack trace";
    report(command.getErr(), "unexpected " + e + hint, e);
    return ExitCode.SOFTWARE;
  }

  private void report(PrintWriter err, String message, Exception e) {
    err.println("mixtide: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
    if (debug.getAsBoolean()) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  private static String advice(ParameterException e, CommandLine command) {
    String help = "see '%s --help'".formatted(command.getCommandSpec().qualifiedName());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        return "did you mean %s? (%s)".formatted(suggestions.getFirst(), help);
      }
    }
    return help;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("bad usage");
  }
}
