package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.kubernetes.utils.Constants;
import org.jspecify.annotations.Nullable;

/**
 * The pod template a component's pods are made from, as a tree with {@code metadata} and {@code
 * spec}: the common template, over it the component's own, over it the resources Flink has no
 * option for (ephemeral storage, devices).
 */
final class PodTemplateLayers {
  /** Of a template's metadata only these mean something in the pods of a Deployment or of Flink. */
  private static final Set<String> METADATA = Set.of("labels", "annotations", "finalizers");

  private static final Set<String> FLINKS_RESOURCES = Set.of("cpu", "memory");
  private static final String EPHEMERAL_STORAGE = "ephemeral-storage";

  private PodTemplateLayers() {}

  /** Empty if nothing is asked for. The tree may be changed by the caller. */
  static Map<String, Object> of(
      FlinkDeploymentSpec spec, ComponentSpec component, EffectiveConfiguration conf) {
    boolean byName = conf.isTrue("kubernetes.operator.pod-template.merge-arrays-by-name", false);
    Map<String, Object> template =
        new TreeMerge(byName).merge(tree(spec.getPodTemplate()), tree(component.podTemplate()));
    addResources(template, component);
    return template;
  }

  private static Map<String, Object> tree(@Nullable PodTemplateSpec template) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (template == null) {
      return tree;
    }
    if (template.getMetadata() != null) {
      Map<String, Object> metadata = ObjectTrees.of(template.getMetadata());
      metadata.keySet().retainAll(METADATA);
      if (!metadata.isEmpty()) {
        tree.put("metadata", metadata);
      }
    }
    if (template.getSpec() != null) {
      tree.put("spec", ObjectTrees.of(template.getSpec()));
    }
    return tree;
  }

  private static void addResources(Map<String, Object> template, ComponentSpec component) {
    Map<String, Object> requests = new TreeMap<>();
    Map<String, Object> limits = new TreeMap<>();
    String storage = component.ephemeralStorage();
    if (storage != null) {
      String field = component.field() + ".resource.ephemeralStorage";
      String canonical = CanonicalQuantity.of(field, storage);
      if (CanonicalQuantity.value(field, storage).signum() < 0) {
        throw new RenderingException(field + " must not be negative.");
      }
      requests.put(EPHEMERAL_STORAGE, canonical);
      limits.put(EPHEMERAL_STORAGE, canonical);
    }
    if (component.resources() != null) {
      String field = component.field() + ".resources.";
      addOthers(requests, component.resources().getRequests(), field + "requests.");
      addOthers(limits, component.resources().getLimits(), field + "limits.");
    }
    if (!requests.isEmpty() || !limits.isEmpty()) {
      Map<String, Object> resources = section(mainContainer(template), "resources");
      section(resources, "requests").putAll(requests);
      section(resources, "limits").putAll(limits);
    }
  }

  private static void addOthers(
      Map<String, Object> into, @Nullable Map<String, Quantity> from, String field) {
    if (from != null) {
      from.forEach(
          (name, quantity) -> {
            if (!FLINKS_RESOURCES.contains(name)) {
              into.put(name, CanonicalQuantity.of(field + name, quantity.toString()));
            }
          });
    }
  }

  /**
   * The container Flink runs in, added if the template does not mention it. Changes show in the
   * template.
   */
  @SuppressWarnings("unchecked")
  static Map<String, Object> mainContainer(Map<String, Object> template) {
    Map<String, Object> spec = section(template, "spec");
    List<Object> containers = new ArrayList<>();
    if (spec.get("containers") instanceof List<?> given) {
      containers.addAll(given);
    }
    spec.put("containers", containers);
    for (Object container : containers) {
      if (container instanceof Map<?, ?> map
          && Constants.MAIN_CONTAINER_NAME.equals(map.get("name"))) {
        return (Map<String, Object>) map;
      }
    }
    Map<String, Object> main = new LinkedHashMap<>();
    main.put("name", Constants.MAIN_CONTAINER_NAME);
    containers.add(main);
    return main;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> section(Map<String, Object> parent, String name) {
    Object section = parent.computeIfAbsent(name, n -> new LinkedHashMap<String, Object>());
    if (!(section instanceof Map)) {
      throw new IllegalStateException(name + " is no object");
    }
    return (Map<String, Object>) section;
  }
}
