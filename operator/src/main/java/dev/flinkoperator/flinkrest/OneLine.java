package dev.flinkoperator.flinkrest;

/** Foreign text made fit for a status, an event or a log: one line, no control characters. */
final class OneLine {
  private static final String CUT = "…";

  private OneLine() {}

  /** At most {@code max} chars (UTF-16), cut with an ellipsis and never inside a character. */
  static String of(String text, int max) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), max + 1));
    boolean gap = false;
    for (int i = 0; i < text.length() && line.length() <= max; ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (isBlank(character)) {
        gap = line.length() > 0;
        continue;
      }
      if (gap) {
        line.append(' ');
        gap = false;
      }
      line.appendCodePoint(isLoneSurrogate(character) ? '\uFFFD' : character);
    }
    return line.length() <= max ? line.toString() : cut(line, max);
  }

  private static String cut(StringBuilder line, int max) {
    int end = Math.max(0, max - CUT.length());
    if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + CUT;
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT;
  }

  private static boolean isLoneSurrogate(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }
}
