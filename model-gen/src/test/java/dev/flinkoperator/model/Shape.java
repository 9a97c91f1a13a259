package dev.flinkoperator.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a schema says of names, types, enums and required fields: a line for each field, by its
 * path.
 */
final class Shape {
  /** What crd-generator makes of the map in which the model keeps unknown fields. */
  private static final String UNKNOWN_FIELDS = "getAdditionalProperties";

  private final Map<String, String> fields = new TreeMap<>();

  private Shape() {}

  static Map<String, String> of(JsonNode schema) {
    var shape = new Shape();
    shape.add("", schema, "");
    return shape.fields;
  }

  private void add(String path, JsonNode schema, String required) {
    fields.put(path, type(schema) + enumeration(schema) + required);
    for (var property : schema.path("properties").properties()) {
      if (!property.getKey().equals(UNKNOWN_FIELDS)) {
        var needed = isRequired(schema, property.getKey()) ? " required" : "";
        add(path + "." + property.getKey(), property.getValue(), needed);
      }
    }
    if (schema.has("items")) {
      add(path + "[]", schema.path("items"), "");
    }
    if (schema.has("additionalProperties") && !isFreeForm(schema)) {
      add(path + "{}", schema.path("additionalProperties"), "");
    }
  }

  private static String type(JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return "int-or-string";
    }
    return isFreeForm(schema) ? "anything" : schema.path("type").asText();
  }

  /**
   * The one way to say so in a schema, and the way crd-generator says {@code Map<String, Object>}.
   */
  private static boolean isFreeForm(JsonNode schema) {
    var values = schema.path("additionalProperties");
    return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
        || (values.path("type").asText().equals("object") && !values.has("properties"));
  }

  private static String enumeration(JsonNode schema) {
    var values = new TreeSet<String>();
    schema.path("enum").forEach(value -> values.add(value.asText()));
    return values.isEmpty() ? "" : " " + values;
  }

  private static boolean isRequired(JsonNode schema, String property) {
    for (var name : schema.path("required")) {
      if (name.asText().equals(property)) {
        return true;
      }
    }
    return false;
  }
}
