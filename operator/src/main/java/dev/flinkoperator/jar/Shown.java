package dev.flinkoperator.jar;

import java.net.URI;

/** Foreign text and addresses as they may be shown to people. */
final class Shown {
  private static final int MAX_ADDRESS = 160;

  private Shown() {}

  /** Scheme, host, port and path; user info, query and fragment may hold credentials. */
  static String address(URI uri) {
    String host = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String shown = uri.getScheme() + "://" + host.substring(host.lastIndexOf('@') + 1) + path;
    return line(shown, MAX_ADDRESS);
  }

  /** One line without control characters, cut with an ellipsis, never inside a character. */
  static String line(String text, int max) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(max + 1L)
        .map(c -> isBlank(c) ? ' ' : c)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
        .forEach(line::appendCodePoint);
    if (line.length() <= max) {
      return line.toString();
    }
    int end = Character.isHighSurrogate(line.charAt(max - 2)) ? max - 2 : max - 1;
    return line.substring(0, end) + "…";
  }

  private static boolean isBlank(int character) {
    return Character.isISOControl(character)
        || Character.isWhitespace(character)
        || Character.getType(character) == Character.FORMAT;
  }
}
