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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A FlinkStateSnapshot that stands for what was taken, labelled as by the Apache operator. It has
 * no owner: it is there to outlive its job's resource.
 */
final class SnapshotObject {

  /** Names of resources may be longer, values of labels may not. */
  private static final int LONGEST_LABEL = 63;

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

  /** They stand for the same path of the same job. */
  static boolean same(FlinkStateSnapshot one, FlinkStateSnapshot other) {
    if (other.getSpec() == null) {
      return false;
    }
    JobReference job = one.getSpec().getJobReference();
    JobReference otherJob = other.getSpec().getJobReference();
    return otherJob != null
        && job.getKind() == otherJob.getKind()
        && Objects.equals(job.getName(), otherJob.getName())
        && Objects.equals(path(one), path(other));
  }

  private static @Nullable String path(FlinkStateSnapshot object) {
    Savepoint savepoint = object.getSpec().getSavepoint();
    return savepoint != null
        ? savepoint.getPath()
        : object.getMetadata().getAnnotations() == null
            ? null
            : object.getMetadata().getAnnotations().get(StateSnapshotPlanner.CHECKPOINT);
  }

  private static ObjectMeta metadata(Step.RecordSnapshot step, HasMetadata job) {
    ObjectMetaBuilder metadata =
        new ObjectMetaBuilder()
            .withName(step.name())
            .withNamespace(job.getMetadata().getNamespace())
            .addToLabels("snapshot.type", step.savepoint() ? "SAVEPOINT" : "CHECKPOINT")
            .addToLabels("snapshot.trigger-type", step.taken().trigger().name())
            .addToLabels("job-reference.kind", step.jobKind());
    String name = job.getMetadata().getName();
    if (name.length() <= LONGEST_LABEL) {
      metadata.addToLabels("job-reference.name", name);
    }
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
