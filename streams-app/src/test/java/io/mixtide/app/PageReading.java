package io.mixtide.app;

/** Whether any service in this JVM reads its topics for its page. */
public final class PageReading {
  private PageReading() {}

  public static boolean isOn() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("mixtide-page"));
  }
}
