package io.mixtide.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * How much each logger of this process says, to be changed while it runs. A level holds for the
 * loggers below too, as far as they have none of their own.
 */
public final class LogLevels {
  private static final List<Level> LEVELS =
      List.of(Level.OFF, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);

  /** Levels as they were before the first change, null for none; only of what was changed. */
  private static final Map<String, @Nullable Level> CONFIGURED = new HashMap<>();

  private LogLevels() {}

  /**
   * A logger as it stands.
   *
   * @param name {@code ROOT}, a package or a class
   * @param effective the level in effect
   * @param level the logger's own level, null if it has that of the logger above
   * @param configured what {@code level} was at the start
   */
  public record Entry(
      String name, String effective, @Nullable String level, @Nullable String configured) {}

  /** The loggers that have a level of their own, now or at the start, by name, the root first. */
  public static synchronized List<Entry> all() {
    return context().getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null || CONFIGURED.containsKey(logger.getName()))
        .map(LogLevels::entry)
        .toList();
  }

  /** A logger by name; empty if nothing in this process logs under it. */
  public static synchronized Optional<Entry> find(String name) {
    return logger(name).map(LogLevels::entry);
  }

  /**
   * Gives a logger a level of its own.
   *
   * @param level one of {@code OFF}, {@code ERROR}, {@code WARN}, {@code INFO}, {@code DEBUG},
   *     {@code TRACE}, in whatever case
   * @return the logger as it stands then; empty if nothing logs under that name
   * @throws IllegalArgumentException if there is no such level
   */
  public static synchronized Optional<Entry> set(String name, String level) {
    Level wanted =
        LEVELS.stream()
            .filter(known -> known.toString().equals(level.toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no level '%s': give one of %s".formatted(level, LEVELS)));
    return logger(name)
        .map(logger -> {
          if (!CONFIGURED.containsKey(name)) {
            CONFIGURED.put(name, logger.getLevel());
          }
          logger.setLevel(wanted);
          return entry(logger);
        });
  }

  /** Gives a logger back the level that it had at the start; as {@link #set}. */
  public static synchronized Optional<Entry> reset(String name) {
    return logger(name)
        .map(logger -> {
          if (CONFIGURED.containsKey(name)) {
            logger.setLevel(CONFIGURED.remove(name));
          }
          return entry(logger);
        });
  }

  /** Loggers stay for ever once they are made: a name that comes from outside must not make one. */
  private static Optional<Logger> logger(String name) {
    return Optional.ofNullable(context().exists(name));
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static Entry entry(Logger logger) {
    String name = logger.getName();
    Level start = CONFIGURED.containsKey(name) ? CONFIGURED.get(name) : logger.getLevel();
    return new Entry(
        name, logger.getEffectiveLevel().toString(), text(logger.getLevel()), text(start));
  }

  private static @Nullable String text(@Nullable Level level) {
    return level == null ? null : level.toString();
  }
}
