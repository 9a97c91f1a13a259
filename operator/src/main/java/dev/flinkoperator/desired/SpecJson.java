package dev.flinkoperator.desired;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one spelling of a spec as JSON: sorted keys, no nulls; equal specs give equal text. */
public final class SpecJson {

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private SpecJson() {}

  public static JsonNode of(FlinkDeploymentSpec spec) {
    return canonical(spec);
  }

  public static JsonNode of(FlinkSessionJobSpec spec) {
    return canonical(spec);
  }

  /** The spec back from its JSON, for example as a revision keeps it. */
  public static FlinkDeploymentSpec read(JsonNode spec) {
    return MAPPER.convertValue(spec, FlinkDeploymentSpec.class);
  }

  /**
   * By way of text: a tree made directly from Java objects has other node types (a Long is not the
   * Integer that the same digits are read as) and would differ from one read back.
   */
  static JsonNode canonical(@Nullable Object value) {
    try {
      return MAPPER.readTree(MAPPER.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException("a model object cannot be written as JSON", e);
    }
  }

  /** Equal as JSON: 1 and 1.0 are the same number. */
  public static boolean same(JsonNode one, JsonNode other) {
    return one.equals(SpecJson::compare, other);
  }

  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  /**
   * The flinkConfiguration part of a spec, flat.
   *
   * @param part of a JSON that {@link #of} gave; missing for none
   */
  public static SortedMap<String, String> flinkConfiguration(JsonNode part) {
    return part.isObject()
        ? ConfigurationFlattener.flatten(
            MAPPER.convertValue(part, new TypeReference<Map<String, Object>>() {}))
        : new TreeMap<>();
  }
}
