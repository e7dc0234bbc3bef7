package io.mixtide.app.embedded;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another program's main class, and ends with the process that started it, however that ends:
 * its standard input is then at its end.
 */
public final class ChildMain {
  private static final int STATUS_OF_ORPHANS = 3;

  private ChildMain() {}

  /**
   * Runs it.
   *
   * @param arguments the name of the class, then its own arguments
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread.ofPlatform().name("mixtide-parent").daemon().start(ChildMain::haltWithParent);
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(arguments[0] + " failed", e.getCause());
    }
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said to children.
      }
    } catch (IOException e) {
      // It is gone as well.
    }
    Runtime.getRuntime().halt(STATUS_OF_ORPHANS);
  }
}
