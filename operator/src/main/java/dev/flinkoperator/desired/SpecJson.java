package dev.flinkoperator.desired;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
    return MAPPER.valueToTree(spec);
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
