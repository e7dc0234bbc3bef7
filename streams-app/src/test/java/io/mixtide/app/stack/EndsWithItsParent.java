package io.mixtide.app.stack;

import java.io.IOException;

/**
 * Runs another program's main class and ends the JVM when its standard input does, which is when
 * the process that started it is gone, even if that was killed.
 */
public final class EndsWithItsParent {
  private EndsWithItsParent() {}

  /** Takes the name of the class to run. */
  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().daemon().name("ends-with-its-parent").start(() -> awaitEnd());
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[0]);
  }

  private static void awaitEnd() {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A pipe that fails is a parent that is gone.
    }
    Runtime.getRuntime().halt(1);
  }
}
