package dev.flinkoperator.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a user who mistyped a key most likely meant. */
final class NearestKey {
  private NearestKey() {}

  private static final int MOST_EDITS = 3;

  static Optional<String> to(String key) {
    var known = Stream.concat(OperatorKeys.ALL.stream().map(ConfigKey::name), ApacheKeys.names());
    return known
        .filter(name -> Math.abs(name.length() - key.length()) <= MOST_EDITS)
        .filter(name -> edits(key, name) <= MOST_EDITS)
        .min(Comparator.<String>comparingInt(name -> edits(key, name)).thenComparing(name -> name));
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
