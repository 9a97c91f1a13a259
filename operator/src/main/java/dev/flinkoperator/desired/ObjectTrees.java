package dev.flinkoperator.desired;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.Map;

/**
 * Kubernetes objects as trees of maps, lists and scalars: the common ground between our model
 * classes and the copies inside Flink's jar, and what merging and normalising work on.
 */
final class ObjectTrees {
  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};
  private static final ObjectMapper JSON =
      new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES));

  /** Flink's jar has fabric8 and Jackson under names of its own. */
  private static final org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.databind
          .ObjectMapper
      FLINKS = new org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.databind.ObjectMapper();

  private ObjectTrees() {}

  static Map<String, Object> of(Object ours) {
    return JSON.convertValue(ours, TREE);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> ofFlinks(Object flinks) {
    return FLINKS.convertValue(flinks, Map.class);
  }

  static <T> T toOurs(Map<String, Object> tree, Class<T> type) {
    return JSON.convertValue(tree, type);
  }

  static <T> T toFlinks(Map<String, Object> tree, Class<T> type) {
    return FLINKS.convertValue(tree, type);
  }

  static String toYaml(Map<String, Object> tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
