package io.mixtide.app.cli;

import io.mixtide.app.ProgramVersion;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program {@code mixtide}: finds its subcommands on the class path and runs the one named. */
@Command(
    name = "mixtide",
    description = "Learns online, over Apache Kafka, which of its experts explain each task.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  mixtide COMMAND --help                what a command does, and its flags",
      "  mixtide settings                      every setting with its default",
      "  mixtide topics create --partitions 6  make the topics on a Kafka cluster",
      "  source <(mixtide completion)          complete commands and flags in bash or zsh"
    })
public final class Main {
  private static final String DEBUG = "--debug";
  private static final String COMPLETION = "completion";

  /** By picocli's sign; every command keeps to it. */
  private static final Map<String, String> EXIT_STATUS = new LinkedHashMap<>();

  static {
    EXIT_STATUS.put("0", "done");
    EXIT_STATUS.put(
        "1", "what was checked is not as it should be, or something happened that should not");
    EXIT_STATUS.put("2", "you can put it right: the line on stderr says how");
  }

  private boolean debug;

  private Main() {}

  /** Runs the program and ends the JVM: status 0, 2 for what the user can put right, else 1. */
  public static void main(String[] args) {
    System.exit(run(writer(System.out), writer(System.err), args));
  }

  /** Runs the program with its output on the given writers; returns the exit status. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    if (Arrays.asList(args).contains(DEBUG)) {
      // Read by Logback when the first logger is made: commands that have settings make Kafka's.
      System.setProperty("logback.configurationFile", "logback-debug.xml");
    }
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    ServiceLoader.load(Subcommand.class).stream()
        .map(provider -> new CommandLine(provider.get()))
        .sorted(Comparator.comparing(CommandLine::getCommandName))
        .forEach(subcommand -> add(commandLine, subcommand));
    CommandLine completion = new CommandLine(new GenerateCompletion());
    completion
        .setCommandName(COMPLETION)
        .getCommandSpec()
        .usageMessage()
        .footer("", "Example:", "  source <(mixtide completion)");
    commandLine.addSubcommand(COMPLETION, completion);
    explainExitStatus(commandLine);
    ErrorReporter errors = new ErrorReporter(() -> main.debug);
    return commandLine
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .execute(args);
  }

  @Option(
      names = DEBUG,
      scope = ScopeType.INHERIT,
      description = "Log more, and show stack traces.")
  void setDebug(boolean given) {
    debug |= given;
  }

  private static void add(CommandLine program, CommandLine subcommand) {
    subcommand.getCommandSpec().mixinStandardHelpOptions(true);
    program.addSubcommand(subcommand);
  }

  private static void explainExitStatus(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(EXIT_STATUS);
    command.getSubcommands().values().forEach(Main::explainExitStatus);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  /** Names the program's version and the Java that runs it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "mixtide %s (Java %s)".formatted(ProgramVersion.get(), Runtime.version())
      };
    }
  }
}
