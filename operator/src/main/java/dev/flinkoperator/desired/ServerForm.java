package dev.flinkoperator.desired;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings a pod template into the form in which the API server keeps it. Otherwise what is stored
 * never equals what we apply, and each pass would write. The server drops what Go's {@code
 * omitempty} leaves out, respells quantities, and fills in defaults inside values that server-side
 * apply owns as a whole.
 */
final class ServerForm {
  /** Free maps of texts: nothing in them is a field. */
  private static final Set<String> TEXT_MAPS =
      Set.of("labels", "annotations", "matchLabels", "nodeSelector", "volumeAttributes");

  private static final Set<String> QUANTITY_MAPS = Set.of("requests", "limits", "overhead");
  private static final Set<String> QUANTITIES = Set.of("sizeLimit", "divisor");

  /** False is left out of these; other booleans are pointers in Go, and keep it. */
  private static final Set<String> PLAIN_BOOLEANS =
      Set.of("hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty");

  private static final Set<String> PLAIN_NUMBERS =
      Set.of(
          "initialDelaySeconds",
          "timeoutSeconds",
          "periodSeconds",
          "successThreshold",
          "failureThreshold",
          "hostPort");

  /** An empty text means something here. */
  private static final Set<String> TEXTS_THAT_MAY_BE_EMPTY = Set.of("storageClassName", "apiGroup");

  /**
   * An empty object means something in most places; in these it is an empty Go map, or says
   * nothing.
   */
  private static final Set<String> EMPTY_OBJECTS =
      Set.of(
          "labels",
          "annotations",
          "matchLabels",
          "nodeSelector",
          "requests",
          "limits",
          "overhead",
          "volumeAttributes",
          "metadata");

  private ServerForm() {}

  /**
   * @param field where the tree stands, for messages
   */
  static Map<String, Object> of(String field, Map<?, ?> tree) {
    Map<String, Object> kept = new LinkedHashMap<>();
    tree.forEach(
        (name, value) -> {
          String key = (String) name;
          Object form = value(field + "." + key, key, value);
          if (form != null) {
            kept.put(key, form);
          }
        });
    fillAtomic(kept);
    return kept;
  }

  private static @Nullable Object value(String field, String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> form = object(field, key, map);
      return form.isEmpty() && EMPTY_OBJECTS.contains(key) ? null : form;
    }
    if (value instanceof List<?> list) {
      return list.isEmpty() ? null : elements(field, list);
    }
    if (value == null || saysNothing(field, key, value)) {
      return null;
    }
    return QUANTITIES.contains(key) ? CanonicalQuantity.of(field, value.toString()) : value;
  }

  private static Map<String, Object> object(String field, String key, Map<?, ?> map) {
    if (TEXT_MAPS.contains(key)) {
      Map<String, Object> texts = new TreeMap<>();
      map.forEach((name, text) -> texts.put((String) name, text == null ? "" : text.toString()));
      return texts;
    }
    if (QUANTITY_MAPS.contains(key)) {
      Map<String, Object> quantities = new TreeMap<>();
      map.forEach(
          (name, quantity) ->
              quantities.put(
                  (String) name, CanonicalQuantity.of(field + "." + name, quantity.toString())));
      return quantities;
    }
    return of(field, map);
  }

  private static List<Object> elements(String field, List<?> list) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      elements.add(element instanceof Map<?, ?> map ? of(field + "[" + i + "]", map) : element);
    }
    return elements;
  }

  private static boolean saysNothing(String field, String key, Object value) {
    boolean plainReadOnly =
        key.equals("readOnly")
            && !field.endsWith(".csi.readOnly")
            && !field.endsWith(".azureDisk.readOnly");
    return (value.equals(false) && (PLAIN_BOOLEANS.contains(key) || plainReadOnly))
        || (value.equals(0) && PLAIN_NUMBERS.contains(key))
        || (value.equals("") && !TEXTS_THAT_MAY_BE_EMPTY.contains(key));
  }

  /**
   * Values owned as a whole ({@code x-kubernetes-map-type: atomic}) must already hold the server's
   * defaults.
   */
  private static void fillAtomic(Map<String, Object> object) {
    if (object.get("fieldRef") instanceof Map<?, ?> reference) {
      object.put("fieldRef", withDefault(reference, "apiVersion", "v1"));
    }
    if (object.get("resourceFieldRef") instanceof Map<?, ?> reference) {
      object.put("resourceFieldRef", withDefault(reference, "divisor", "0"));
    }
    if (object.get("serviceAccountToken") instanceof Map<?, ?> token) {
      object.put("serviceAccountToken", withDefault(token, "expirationSeconds", 3600));
    }
  }

  private static Map<String, Object> withDefault(Map<?, ?> object, String key, Object otherwise) {
    Map<String, Object> filled = new LinkedHashMap<>();
    object.forEach((name, value) -> filled.put((String) name, value));
    filled.putIfAbsent(key, otherwise);
    return filled;
  }
}
