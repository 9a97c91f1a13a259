package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotSpec;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.Checkpoint;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.JobReference;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.Savepoint;
import dev.flinkoperator.plan.StateSnapshotPlanner;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Locale;
import java.util.Map;

/**
 * A FlinkStateSnapshot that stands for what was taken, labelled as by the Apache operator. It has
 * no owner: it is there to outlive its job's resource.
 */
final class SnapshotObject {

  private SnapshotObject() {}

  static FlinkStateSnapshot of(Step.RecordSnapshot step, HasMetadata job) {
    FlinkStateSnapshot object = new FlinkStateSnapshot();
    object.setMetadata(metadata(step, job));
    FlinkStateSnapshotSpec spec = new FlinkStateSnapshotSpec();
    JobReference reference = new JobReference();
    reference.setKind(JobReference.Kind.valueOf(step.jobKind().toUpperCase(Locale.ROOT)));
    reference.setName(job.getMetadata().getName());
    spec.setJobReference(reference);
    if (step.savepoint()) {
      spec.setSavepoint(savepoint(step));
    } else {
      spec.setCheckpoint(new Checkpoint());
    }
    object.setSpec(spec);
    return object;
  }

  private static ObjectMeta metadata(Step.RecordSnapshot step, HasMetadata job) {
    ObjectMetaBuilder metadata =
        new ObjectMetaBuilder()
            .withName(step.name())
            .withNamespace(job.getMetadata().getNamespace())
            .addToLabels("snapshot.type", step.savepoint() ? "SAVEPOINT" : "CHECKPOINT")
            .addToLabels("snapshot.trigger-type", step.taken().trigger().name())
            .addToLabels("job-reference.kind", step.jobKind())
            .addToLabels("job-reference.name", job.getMetadata().getName());
    return step.savepoint()
        ? metadata.build()
        : metadata
            .withAnnotations(
                Map.of(StateSnapshotPlanner.CHECKPOINT, String.valueOf(step.taken().path())))
            .build();
  }

  private static Savepoint savepoint(Step.RecordSnapshot step) {
    Savepoint savepoint = new Savepoint();
    savepoint.setAlreadyExists(true);
    savepoint.setPath(step.taken().path());
    savepoint.setDisposeOnDelete(step.dispose());
    if ("NATIVE".equals(step.taken().format())) {
      savepoint.setFormatType(Savepoint.FormatType.NATIVE);
    }
    return savepoint;
  }
}
