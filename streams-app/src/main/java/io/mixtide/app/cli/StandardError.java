package io.mixtide.app.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The program's own stderr. */
final class StandardError {
  private static final int DESCRIPTOR = 2;

  private StandardError() {}

  /** Whether stderr is a terminal; false where the system cannot say. */
  @SuppressWarnings("restricted") // java.io.Console knows only of stdin and stdout
  static boolean isTerminal() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> isatty = linker.defaultLookup().find("isatty");
    if (isatty.isEmpty()) {
      return false;
    }
    try {
      return 0
          != (int)
              linker
                  .downcallHandle(
                      isatty.get(),
                      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invokeExact(DESCRIPTOR);
    } catch (Throwable e) {
      return false;
    }
  }
}
