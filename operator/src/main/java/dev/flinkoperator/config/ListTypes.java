package dev.flinkoperator.config;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads lists of addresses and parts of them, separated by commas, semicolons or blanks. */
final class ListTypes {
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,30}");
  private static final Pattern HOST = Pattern.compile("[a-z0-9_.-]{1,253}|\\[[0-9a-f:.]{2,45}]");

  private ListTypes() {}

  static Set<String> schemes(String text) {
    return each(text, SCHEME, "schemes such as https");
  }

  static Set<String> hosts(String text) {
    return each(text, HOST, "names of hosts, without scheme, port and path");
  }

  static List<String> urlPrefixes(String text) {
    List<String> prefixes = words(text).toList();
    for (String prefix : prefixes) {
      if (!isPrefix(prefix)) {
        throw new IllegalArgumentException(
            "addresses such as https://host/path or s3://bucket/path, without user, query and fragment");
      }
    }
    return prefixes;
  }

  private static boolean isPrefix(String text) {
    try {
      URI uri = URI.create(text);
      String place = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
      return text.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")
          && (uri.getHost() != null || !text.toLowerCase(Locale.ROOT).matches("https?:.*"))
          && !place.contains("@")
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Set<String> each(String text, Pattern form, String what) {
    Set<String> all = new LinkedHashSet<>();
    words(text.toLowerCase(Locale.ROOT)).forEach(all::add);
    if (!all.stream().allMatch(word -> form.matcher(word).matches())) {
      throw new IllegalArgumentException(what);
    }
    return Set.copyOf(all);
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split("[,;\\s]+", -1)).filter(word -> !word.isEmpty());
  }
}
