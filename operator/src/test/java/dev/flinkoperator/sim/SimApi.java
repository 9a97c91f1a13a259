package dev.flinkoperator.sim;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API server: objects of one namespace, in which one FlinkDeployment lives. */
final class SimApi {

  static final String NAME = "job";
  static final String NAMESPACE = "sim";
  static final String CONFIG = "flink-config-job";
  static final String OPERATOR = "flink-operator";

  private final Shelf.Versions versions = new Shelf.Versions();
  final Shelf<FlinkDeployment> resources = new Shelf<>(versions);
  final Shelf<SimDeployment> deployments = new Shelf<>(versions);
  final Shelf<SimTaskManagerDeployment> taskManagers = new Shelf<>(versions);
  final Shelf<SimPod> pods = new Shelf<>(versions);
  final Shelf<KeptRevision> revisions = new Shelf<>(versions);
  final Shelf<OwnedFields> configs = new Shelf<>(versions);
  final Shelf<HighAvailabilityMap> metadata = new Shelf<>(versions);
  private final Timeline timeline;
  private int uids;

  SimApi(Timeline timeline) {
    this.timeline = timeline;
  }

  record KeptRevision(Revision revision, String ownerUid) {}

  /**
   * @param checkpoint path of the newest one the job has completed; null: none yet
   */
  record HighAvailabilityMap(String jobId, @Nullable String checkpoint) {
    static String nameOf(String jobId) {
      return NAME + "-" + jobId + "-config-map";
    }
  }

  String newUid(String kind) {
    return kind + "-" + ++uids;
  }

  /** Of the write that was made last. */
  long lastVersion() {
    return versions.last();
  }

  @Nullable FlinkDeployment resource() {
    return resources.get(NAME);
  }

  void create(FlinkDeploymentSpec spec) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(NAME);
    metadata.setNamespace(NAMESPACE);
    metadata.setUid(newUid("resource"));
    metadata.setGeneration(1L);
    metadata.setCreationTimestamp(timeline.instant().toString());
    store(metadata, spec, null);
  }

  void edit(FlinkDeploymentSpec spec) {
    FlinkDeployment now = resource();
    if (now != null) {
      ObjectMeta metadata = new ObjectMetaBuilder(now.getMetadata()).build();
      metadata.setGeneration(metadata.getGeneration() + 1);
      store(metadata, spec, now.getStatus());
    }
  }

  void delete() {
    FlinkDeployment now = resource();
    if (now == null || now.isMarkedForDeletion()) {
      return;
    }
    if (now.getMetadata().getFinalizers().isEmpty()) {
      resources.remove(NAME);
      return;
    }
    ObjectMeta metadata = new ObjectMetaBuilder(now.getMetadata()).build();
    metadata.setDeletionTimestamp(timeline.instant().toString());
    metadata.setGeneration(metadata.getGeneration() + 1);
    store(metadata, now.getSpec(), now.getStatus());
  }

  /** Server-Side Apply of the ConfigMap. */
  OwnedFields applyConfig(String manager, Map<String, String> wanted, boolean force) {
    OwnedFields now = configs.get(CONFIG);
    OwnedFields next = (now == null ? OwnedFields.NONE : now).applied(manager, wanted, force);
    if (!next.equals(now)) {
      configs.put(CONFIG, next);
    }
    return next;
  }

  /**
   * @param basis as read; another version of the resource is refused
   */
  FlinkDeployment updateStatus(FlinkDeployment basis, FlinkDeploymentStatus status) {
    FlinkDeployment now = current(basis);
    return store(new ObjectMetaBuilder(now.getMetadata()).build(), now.getSpec(), status);
  }

  FlinkDeployment finalizers(FlinkDeployment basis, List<String> finalizers) {
    FlinkDeployment now = current(basis);
    if (finalizers.isEmpty() && now.isMarkedForDeletion()) {
      resources.remove(NAME);
      return now;
    }
    ObjectMeta metadata = new ObjectMetaBuilder(now.getMetadata()).build();
    metadata.setFinalizers(finalizers);
    return store(metadata, now.getSpec(), now.getStatus());
  }

  /** Names of everything that belongs to a resource. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    for (Shelf<?> shelf :
        List.of(resources, deployments, taskManagers, pods, revisions, configs, metadata)) {
      left.addAll(shelf.snapshot().keySet());
    }
    return left;
  }

  static KubernetesClientException refusal(int code, String message) {
    return new KubernetesClientException(
        message, code, new StatusBuilder().withCode(code).withMessage(message).build());
  }

  private FlinkDeployment current(FlinkDeployment basis) {
    FlinkDeployment now = resource();
    if (now == null || !now.getMetadata().getUid().equals(basis.getMetadata().getUid())) {
      throw refusal(HttpURLConnection.HTTP_NOT_FOUND, "not found");
    }
    if (!now.getMetadata().getResourceVersion().equals(basis.getMetadata().getResourceVersion())) {
      throw refusal(HttpURLConnection.HTTP_CONFLICT, "the object has been modified");
    }
    return now;
  }

  private FlinkDeployment store(
      ObjectMeta metadata, FlinkDeploymentSpec spec, @Nullable FlinkDeploymentStatus status) {
    long version = versions.next();
    metadata.setResourceVersion(Long.toString(version));
    FlinkDeployment next = new FlinkDeployment();
    next.setMetadata(metadata);
    next.setSpec(spec);
    next.setStatus(status);
    resources.put(NAME, next, version);
    return next;
  }
}
