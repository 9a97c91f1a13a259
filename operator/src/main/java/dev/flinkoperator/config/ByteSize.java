package dev.flinkoperator.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an amount of data as Flink writes it: {@code 512 mb}, {@code 1g}, {@code 2 gib}. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([kmgt])(i?b)?");
  private static final String UNITS = "kmgt";

  private ByteSize() {}

  static long parse(String text, long min, long max) {
    Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (form.matches()) {
      int shift = 10 * (1 + UNITS.indexOf(form.group(2)));
      long value = Long.parseLong(form.group(1)) << shift;
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "a size with its unit from %s to %s, such as 512 mb".formatted(words(min), words(max)));
  }

  private static String words(long bytes) {
    int unit = Math.max(0, (Long.numberOfTrailingZeros(bytes) - 10) / 10);
    return (bytes >> (10 * (unit + 1))) + " " + UNITS.charAt(unit) + "b";
  }
}
