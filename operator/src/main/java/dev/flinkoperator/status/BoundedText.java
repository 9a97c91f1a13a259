package dev.flinkoperator.status;

/**
 * Keeps texts from elsewhere short and printable.
 *
 * @param limit most characters, the ellipsis included
 */
record BoundedText(int limit) {

  String bounded(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}&&[^\n]]", " ").replace('\n', ' ').strip();
    if (plain.length() <= limit) {
      return plain;
    }
    int end = limit - 1;
    if (Character.isHighSurrogate(plain.charAt(end - 1))) {
      end--;
    }
    return plain.substring(0, end) + "…";
  }
}
