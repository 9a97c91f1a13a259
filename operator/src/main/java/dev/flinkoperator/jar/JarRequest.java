package dev.flinkoperator.jar;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The jar a session job asks for.
 *
 * @param uri {@code spec.job.jarURI}; null: none, the main class is on the cluster's class path
 * @param entryClass {@code spec.job.entryClass}; null: the jar's manifest names it
 * @param headers sent to the host of {@code uri}, and to no other it may redirect to
 */
public record JarRequest(
    @Nullable String uri, @Nullable String entryClass, Map<String, String> headers) {

  public JarRequest {
    headers = Map.copyOf(headers);
  }

  public static JarRequest of(@Nullable String uri, @Nullable String entryClass) {
    return new JarRequest(uri, entryClass, Map.of());
  }

  /**
   * Reads {@code kubernetes.operator.user.artifacts.http.header}, in the form of Flink's maps:
   * {@code name:value,other:value}. A part without a colon belongs to the value before it.
   */
  public static Map<String, String> headers(@Nullable String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    String last = null;
    for (String part : text == null ? new String[0] : text.split(",", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        last = part.substring(0, colon).strip();
        headers.put(last, part.substring(colon + 1).strip());
      } else if (last != null) {
        headers.merge(last, part, (value, more) -> value + "," + more);
      }
    }
    return headers;
  }

  /** Without the headers, which may hold credentials. */
  @Override
  public String toString() {
    return "JarRequest[" + entryClass + ", " + headers.size() + " headers]";
  }
}
