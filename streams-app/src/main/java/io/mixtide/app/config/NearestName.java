package io.mixtide.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that was probably meant by an unknown one. */
final class NearestName {
  private NearestName() {}

  /**
   * The name with the smallest edit distance, if it is near enough to be a slip of the keyboard.
   */
  static Optional<String> find(String unknown, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(name -> editDistance(unknown, name))
                .thenComparing(Comparator.naturalOrder()))
        .filter(name -> editDistance(unknown, name) <= Math.max(2, unknown.length() / 3));
  }

  /** The Levenshtein distance: insertions, deletions and replacements of one character. */
  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
