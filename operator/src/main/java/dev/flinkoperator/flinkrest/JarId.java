package dev.flinkoperator.flinkrest;

import java.util.regex.Pattern;

/** Ids of uploaded jars that become part of a path: {@code <uuid>_<name>.jar}. */
final class JarId {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

  private JarId() {}

  /**
   * @throws IllegalArgumentException if it has anything but letters, digits, dots, dashes and
   *     underscores
   */
  static void require(String id) {
    if (!SAFE.matcher(id).matches()) {
      throw new IllegalArgumentException("Not the id of a jar: " + OneLine.of(id, 60));
    }
  }
}
