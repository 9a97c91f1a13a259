package dev.flinkoperator.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of a setting is read.
 *
 * @param name for the reference page
 * @param parser gives the value, or throws an IllegalArgumentException whose message completes
 *     "must be …"
 */
record ConfigType<T>(String name, Function<String, T> parser) {

  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern DNS_NAME =
      Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,12})\\s*([a-zA-Z]+)");

  /** What Apache's operator writes for "watch every namespace". */
  private static final String APACHE_ALL_NAMESPACES = "JOSDK_ALL_NAMESPACES";

  static final ConfigType<Boolean> BOOLEAN =
      new ConfigType<>(
          "true or false",
          text ->
              switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("true or false");
              });

  static final ConfigType<String> TEXT = new ConfigType<>("text", text -> text);

  static final ConfigType<String> DNS = new ConfigType<>("name", text -> dnsName(text));

  /** A Kubernetes name, or empty. */
  static final ConfigType<String> OPTIONAL_NAMESPACE =
      new ConfigType<>("namespace", text -> text.isEmpty() ? text : namespace(text));

  static final ConfigType<Set<String>> NAMESPACES =
      new ConfigType<>("namespaces, separated by commas", ConfigType::namespaces);

  static final ConfigType<String> ADDRESS_TEMPLATE =
      new ConfigType<>("URL with {name}, {namespace} and {port}", ConfigType::addressTemplate);

  static final ConfigType<String> FOLDER =
      new ConfigType<>(
          "absolute path",
          text -> {
            if (!text.startsWith("/")) {
              throw new IllegalArgumentException("an absolute path");
            }
            return text;
          });

  static final ConfigType<Set<String>> SCHEMES =
      new ConfigType<>("schemes, separated by commas", ListTypes::schemes);

  static final ConfigType<Set<String>> HOSTS =
      new ConfigType<>("host names, separated by commas", ListTypes::hosts);

  static final ConfigType<List<String>> URL_PREFIXES =
      new ConfigType<>("URLs, separated by commas", ListTypes::urlPrefixes);

  /** An amount of data in Flink's words: a kb has 1024 bytes. */
  static ConfigType<Long> bytes(long min, long max) {
    return new ConfigType<>("size", text -> ByteSize.parse(text, min, max));
  }

  static ConfigType<Integer> integer(int min, int max) {
    var range = "a whole number from " + min + " to " + max;
    return new ConfigType<>(
        range,
        text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
              return value;
            }
          } catch (NumberFormatException e) {
            // said below, with the range
          }
          throw new IllegalArgumentException(range);
        });
  }

  /** A length of time in Flink's words (10 s, 5 min, 1 d) or ISO-8601 (PT10S). */
  static ConfigType<Duration> duration(Duration min, Duration max) {
    return new ConfigType<>(
        "duration",
        text -> {
          var value = span(text);
          if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                "a duration from %s to %s".formatted(words(min), words(max)));
          }
          return value;
        });
  }

  static <E extends Enum<E>> ConfigType<E> oneOf(Class<E> type) {
    var constants = List.of(type.getEnumConstants());
    var names =
        constants.stream()
            .map(c -> c.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or "));
    return new ConfigType<>(
        names,
        text ->
            constants.stream()
                .filter(c -> c.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(names)));
  }

  private static Duration span(String text) {
    if (text.startsWith("P")) {
      try {
        return Duration.parse(text);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException("a duration such as 10 s, 5 min or PT10S", e);
      }
    }
    var parts = SPAN.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a duration with its unit, such as 10 s, 5 min or 1 h");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2).toLowerCase(Locale.ROOT)) {
      case "d", "day", "days" -> Duration.ofDays(count);
      case "h", "hour", "hours" -> Duration.ofHours(count);
      case "m", "min", "minute", "minutes" -> Duration.ofMinutes(count);
      case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(count);
      case "ms", "milli", "millis", "millisecond", "milliseconds" -> Duration.ofMillis(count);
      default ->
          throw new IllegalArgumentException("a duration in ms, s, min, h or d, such as 10 s");
    };
  }

  /** A length of time as a user writes it. */
  private static String words(Duration d) {
    if (d.toMillis() % 1000 != 0) {
      return d.toMillis() + " ms";
    }
    if (d.toSeconds() % 60 != 0 || d.isZero()) {
      return d.toSeconds() + " s";
    }
    return d.toMinutes() % 60 != 0 ? d.toMinutes() + " min" : d.toHours() + " h";
  }

  private static String dnsName(String text) {
    if (!DNS_NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a Kubernetes name (lower-case letters, digits, - and ., at most 253 characters)");
    }
    return text;
  }

  private static String namespace(String text) {
    if (!DNS_LABEL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a namespace (lower-case letters, digits and -, at most 63 characters), not \"%s\""
              .formatted(ConfigReader.shown(text)));
    }
    return text;
  }

  private static Set<String> namespaces(String text) {
    var names = new TreeSet<String>();
    Arrays.stream(text.split("[,;\\s]+", -1)).filter(n -> !n.isEmpty()).forEach(names::add);
    if (names.equals(Set.of(APACHE_ALL_NAMESPACES))) {
      return Set.of();
    }
    names.forEach(ConfigType::namespace);
    return Collections.unmodifiableSet(names);
  }

  private static String addressTemplate(String text) {
    if (!text.matches("https?://\\S+")) {
      throw new IllegalArgumentException("an http:// or https:// address");
    }
    var rest = text.replace("{name}", "n").replace("{namespace}", "n").replace("{port}", "1");
    if (rest.contains("{") || rest.contains("}")) {
      throw new IllegalArgumentException(
          "an address with no other placeholders than {name}, {namespace} and {port}");
    }
    try {
      if (java.net.URI.create(rest).getHost() == null) {
        throw new IllegalArgumentException("an address with a host");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("an http:// or https:// address with a host", e);
    }
    return text;
  }
}
