package dev.flinkoperator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a revision into the ControllerRevision that keeps it, and back. */
public final class RevisionCodec {

  /** Label of every ControllerRevision of ours: the name of the resource it belongs to. */
  public static final String OWNER_LABEL = "flinkoperator.dev/deployment";

  /**
   * Label of those whose job begins from a savepoint or checkpoint: {@link SnapshotPath#digest}.
   */
  public static final String RESTORED_LABEL = "flinkoperator.dev/restored-from";

  private RevisionCodec() {}

  public static ControllerRevision write(FlinkDeployment owner, Revision revision) {
    ObjectNode data = SpecJson.MAPPER.createObjectNode();
    data.put("jobId", revision.jobId());
    if (revision.restoredFrom() != null) {
      data.put("restoredFrom", revision.restoredFrom());
    }
    data.set("spec", revision.spec());
    data.set("configuration", SpecJson.MAPPER.valueToTree(revision.configuration()));
    ObjectNode children = data.putObject("children");
    ClusterObjects objects = revision.objects();
    put(children, "flinkConfig", objects.flinkConfig());
    put(children, "podTemplate", objects.podTemplate());
    put(children, "jobManager", objects.jobManager());
    put(children, "taskManager", objects.taskManager());
    put(children, "internalService", objects.internalService());
    put(children, "restService", objects.restService());
    put(children, "ingress", objects.ingress());
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName(revision.name())
        .withNamespace(owner.getMetadata().getNamespace())
        .withLabels(labels(owner, revision))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withRevision(revision.number())
        .withData(data)
        .build();
  }

  private static Map<String, String> labels(FlinkDeployment owner, Revision revision) {
    String name = owner.getMetadata().getName();
    return revision.restoredFrom() == null
        ? Map.of(OWNER_LABEL, name)
        : Map.of(OWNER_LABEL, name, RESTORED_LABEL, SnapshotPath.digest(revision.restoredFrom()));
  }

  /** A former resource of the same name may have left revisions that are not collected yet. */
  public static boolean belongsTo(ControllerRevision kept, FlinkDeployment resource) {
    return kept.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(resource.getMetadata().getUid()));
  }

  public static boolean sameContent(ControllerRevision one, ControllerRevision other) {
    return SpecJson.same(SpecJson.canonical(one.getData()), SpecJson.canonical(other.getData()));
  }

  /**
   * @throws IllegalArgumentException if the data is not of the form that {@link #write} gives it
   */
  public static Revision read(ControllerRevision kept) {
    JsonNode data = SpecJson.canonical(kept.getData());
    JsonNode children = data.path("children");
    try {
      return new Revision(
          kept.getMetadata().getName(),
          kept.getRevision(),
          data.path("jobId").asText(),
          data.path("spec"),
          new TreeMap<>(
              SpecJson.MAPPER.convertValue(
                  data.path("configuration"), new TypeReference<Map<String, String>>() {})),
          new ClusterObjects(
              required(children, "flinkConfig", ConfigMap.class),
              optional(children, "podTemplate", ConfigMap.class),
              required(children, "jobManager", Deployment.class),
              optional(children, "taskManager", Deployment.class),
              optional(children, "internalService", Service.class),
              required(children, "restService", Service.class),
              optional(children, "ingress", Ingress.class)),
          data.path("restoredFrom").asText(null));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "ControllerRevision " + kept.getMetadata().getName() + " cannot be read", e);
    }
  }

  private static void put(ObjectNode children, String key, @Nullable Object child) {
    if (child != null) {
      children.set(key, SpecJson.MAPPER.valueToTree(child));
    }
  }

  private static <T> T required(JsonNode children, String key, Class<T> type)
      throws JsonProcessingException {
    T child = optional(children, key, type);
    if (child == null) {
      throw new IllegalArgumentException("a recorded revision lacks " + key);
    }
    return child;
  }

  private static <T> @Nullable T optional(JsonNode children, String key, Class<T> type)
      throws JsonProcessingException {
    JsonNode child = children.get(key);
    return child == null ? null : SpecJson.MAPPER.treeToValue(child, type);
  }
}
