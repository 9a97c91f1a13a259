package dev.flinkoperator.model;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A kind of ours: its classes, its CRD and the folder of its samples. */
enum OurKind {
  FLINK_DEPLOYMENT(FlinkDeployment.class, FlinkDeploymentStatus.class),
  FLINK_SESSION_JOB(FlinkSessionJob.class, FlinkSessionJobStatus.class),
  FLINK_STATE_SNAPSHOT(FlinkStateSnapshot.class, FlinkStateSnapshotStatus.class);

  final Class<? extends CustomResource<?, ?>> type;
  final Class<?> statusType;

  OurKind(Class<? extends CustomResource<?, ?>> type, Class<?> statusType) {
    this.type = type;
    this.statusType = statusType;
  }

  /** The kind of a manifest, which must be one of ours. */
  static OurKind of(String manifest) {
    var kind = Manifests.tree(manifest).path("kind").asText();
    return Stream.of(values())
        .filter(ours -> HasMetadata.getKind(ours.type).equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no class for " + kind));
  }

  String crdFile() {
    return HasMetadata.getFullResourceName(type) + "-v1.yml";
  }

  /** Files with a status of this kind each. */
  Path statuses() {
    return Manifests.REPOSITORY
        .resolve("schema/src/test/resources/status")
        .resolve(HasMetadata.getSingular(type));
  }
}
