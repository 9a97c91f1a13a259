package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Flink and operator options in force for one resource: the operator's file, overlaid with its
 * defaults for the namespace, then for the Flink version, then with {@code
 * spec.flinkConfiguration}. Options that follow from other fields of the spec are not in here.
 * Immutable, sorted by key.
 */
public record EffectiveConfiguration(SortedMap<String, String> entries) {
  public EffectiveConfiguration {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /**
   * Options in force for a resource.
   *
   * @param operatorFile the operator's own configuration, flat
   * @throws RenderingException if {@code spec.flinkConfiguration} contradicts itself or holds
   *     something that is no option
   */
  public static EffectiveConfiguration of(
      Map<String, String> operatorFile, FlinkDeployment resource) {
    SortedMap<String, String> set = new TreeMap<>(asSet(operatorFile, resource).entries());
    set.putAll(StateDefaults.of(resource, FlinkVersion.of(resource.getSpec()), set));
    return new EffectiveConfiguration(set);
  }

  /**
   * As above, but without what this operator adds where a job's state matters: another operator has
   * launched without it.
   */
  public static EffectiveConfiguration asSet(
      Map<String, String> operatorFile, FlinkDeployment resource) {
    String namespace = resource.getMetadata().getNamespace();
    FlinkVersion version = FlinkVersion.of(resource.getSpec());
    SortedMap<String, String> entries = new TreeMap<>(JavaModules.defaults(version));
    entries.putAll(
        DefaultConfigurations.resolve(operatorFile, namespace == null ? "" : namespace, version));
    SortedMap<String, String> own =
        new TreeMap<>(ConfigurationFlattener.flatten(resource.getSpec().getFlinkConfiguration()));
    HistoryCaps.without(own);
    entries.putAll(own);
    return new EffectiveConfiguration(entries);
  }

  /** Null if the option is not set. */
  public @Nullable String get(String key) {
    return entries.get(key);
  }

  /** The option's value, or what is given if it is not set. */
  public String get(String key, String otherwise) {
    return entries.getOrDefault(key, otherwise);
  }

  /** True if the option is set to {@code true}, or not set and true is given. */
  public boolean isTrue(String key, boolean otherwise) {
    String value = entries.get(key);
    return value == null ? otherwise : Boolean.parseBoolean(value.trim());
  }
}
