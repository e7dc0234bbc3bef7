package io.mixtide.app;

/** What the program calls itself in what it writes. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** The program's version, or {@code development} where it does not run from a jar. */
  public static String get() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
