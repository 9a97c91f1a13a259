package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Leaves behind what the Apache operator (1.10 to 1.15) leaves behind of a journey job in native
 * mode: the objects of its cluster and the status of its resource. Its image can't be had here; the
 * forms are those that it writes.
 */
public final class ApacheOperator {
  private static final String FOLDER = "/apache-operator/";

  /** It chooses job ids itself, and keeps them in the status. */
  public static final String JOB_ID = "a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3";

  private final FlinkResource resource;
  private final Manifest manifest;
  private final FlinkVersion version;

  private ApacheOperator(FlinkResource resource, Manifest manifest, FlinkVersion version) {
    this.resource = resource;
    this.manifest = manifest;
    this.version = version;
  }

  /** No other operator may run. The job comes up; nobody writes a status yet. */
  public static ApacheOperator deploys(
      TestNamespace namespace, Manifest manifest, FlinkVersion version) {
    namespace.takenOver(manifest.name());
    FlinkResource resource = namespace.apply(manifest);
    resource.edit(
        it -> {
          it.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));
          return it;
        });
    ApacheOperator operator = new ApacheOperator(resource, manifest, version);
    operator.createCluster();
    return operator;
  }

  /** As of a job that runs as it should. */
  public void reportsRunning() {
    report("RUNNING", "STABLE", spec("running", "stateless"), null);
  }

  /** As after a stop with a savepoint, on the user's wish: its JobManager stays up for a day. */
  public void reportsSuspended(String savepoint) {
    report("FINISHED", "SUSPENDED", spec("suspended", "savepoint"), savepoint);
  }

  private void createCluster() {
    HasMetadata owner = null;
    for (HasMetadata object : objects()) {
      if (object instanceof Service && isInternal(object) && isHighlyAvailable()) {
        continue;
      }
      ObjectMeta metadata = object.getMetadata();
      metadata.setNamespace(resource.namespace());
      metadata.setOwnerReferences(
          List.of(
              new OwnerReferenceBuilder()
                  .withApiVersion(owner == null ? FlinkResource.API_VERSION : owner.getApiVersion())
                  .withKind(owner == null ? FlinkResource.KIND.getKind() : owner.getKind())
                  .withName(resource.name())
                  .withUid(
                      owner == null
                          ? resource.json().at("/metadata/uid").asText()
                          : owner.getMetadata().getUid())
                  .withBlockOwnerDeletion(true)
                  .withController(owner != null)
                  .build()));
      HasMetadata created = Cluster.client().resource(object).create();
      owner = owner == null ? created : owner;
    }
  }

  private List<HasMetadata> objects() {
    Map<String, String> values =
        Map.of(
            "name", resource.name(),
            "namespace", resource.namespace(),
            "image", version.image(),
            "flinkVersion", version.specValue(),
            "jobId", JOB_ID,
            "configurationFile", version == FlinkVersion.V1_20 ? "flink-conf.yaml" : "config.yaml",
            "configuration", String.join("\n    ", configuration()));
    String yaml = filled("cluster.yaml", values);
    return Cluster.client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items();
  }

  private List<String> configuration() {
    Map<String, String> entries = new TreeMap<>();
    manifest
        .at("/spec/flinkConfiguration")
        .properties()
        .forEach(entry -> entries.put(entry.getKey(), entry.getValue().asText()));
    if (isHighlyAvailable()) {
      entries.put("high-availability.cluster-id", resource.name());
      entries.put("high-availability.jobmanager.port", "6123");
      entries.put("job-result-store.delete-on-commit", "false");
      entries.put(
          "job-result-store.storage-path",
          entries.get("high-availability.storageDir") + "/job-result-store/" + resource.name());
    } else {
      entries.put("jobmanager.rpc.address", resource.name() + "." + resource.namespace());
    }
    return entries.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue()).toList();
  }

  private boolean isHighlyAvailable() {
    return manifest.at("/spec/flinkConfiguration").has("high-availability.type");
  }

  private boolean isInternal(HasMetadata service) {
    return service.getMetadata().getName().equals(resource.name());
  }

  /** The spec as it writes it down: with what the user left out, and the mode it really used. */
  private String spec(String state, String upgradeMode) {
    Manifest written = manifest.copy();
    for (String absent :
        List.of(
            "/restartNonce",
            "/imagePullPolicy",
            "/ingress",
            "/logConfiguration",
            "/mode",
            "/job/entryClass",
            "/job/savepointTriggerNonce",
            "/job/initialSavepointPath",
            "/job/checkpointTriggerNonce",
            "/job/allowNonRestoredState",
            "/job/savepointRedeployNonce",
            "/job/autoscalerResetNonce",
            "/jobManager/podTemplate",
            "/jobManager/resource/ephemeralStorage",
            "/taskManager/podTemplate",
            "/taskManager/replicas",
            "/taskManager/resource/ephemeralStorage")) {
      written.set("/spec" + absent, Serialization.jsonMapper().nullNode());
    }
    written
        .set("/spec/jobManager/replicas", 1)
        .set("/spec/job/state", state)
        .set("/spec/job/upgradeMode", upgradeMode);
    return "{\"spec\":%s,\"resource_metadata\":%s}"
        .formatted(
            written.at("/spec"),
            "{\"apiVersion\":\"flink.apache.org/v1beta1\",\"firstDeployment\":true}");
  }

  private void report(String state, String lifecycle, String spec, @Nullable String path) {
    Instant now = Instant.now();
    Map<String, String> values =
        new TreeMap<>(
            Map.of(
                "name",
                resource.name(),
                "jobId",
                JOB_ID,
                "flink",
                resource.flink().version(),
                "state",
                state,
                "lifecycle",
                lifecycle,
                "startTime",
                Long.toString(resource.flink().onlyJob().startTime()),
                "running",
                state.equals("RUNNING") ? "True" : "False",
                "reason",
                state.equals("RUNNING") ? "Running" : "Finished",
                "time",
                now.toString()));
    ObjectNode status =
        (ObjectNode) Serialization.unmarshal(filled("status.json", values), JsonNode.class);
    ObjectNode reconciliation = (ObjectNode) status.path("reconciliationStatus");
    reconciliation.put("lastReconciledSpec", spec).put("lastStableSpec", spec);
    if (path != null) {
      ((ObjectNode) status.path("jobStatus")).put("upgradeSavepointPath", path);
    }
    resource.writeStatus(status);
  }

  private static String filled(String file, Map<String, String> values) {
    try (InputStream in = ApacheOperator.class.getResourceAsStream(FOLDER + file)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
