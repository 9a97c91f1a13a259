package dev.flinkoperator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.plan.Step;
import dev.flinkoperator.plan.Taken;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SnapshotObjectTest {

  @Test
  void is_labelled_with_its_job_where_a_label_can_hold_the_name() {
    assertThat(of("a".repeat(63), "file:/sp-1", true).getMetadata().getLabels())
        .containsEntry("job-reference.name", "a".repeat(63));
    FlinkStateSnapshot longer = of("a".repeat(64), "file:/sp-1", true);
    assertThat(longer.getMetadata().getLabels())
        .doesNotContainKey("job-reference.name")
        .containsEntry("job-reference.kind", "FlinkSessionJob");
    assertThat(longer.getSpec().getJobReference().getName()).isEqualTo("a".repeat(64));
  }

  @Test
  void one_of_another_path_or_job_is_not_the_same() {
    FlinkStateSnapshot savepoint = of("orders", "file:/sp-1", true);
    assertThat(SnapshotObject.same(savepoint, of("orders", "file:/sp-1", true))).isTrue();
    assertThat(SnapshotObject.same(savepoint, of("orders", "file:/sp-2", true))).isFalse();
    assertThat(SnapshotObject.same(savepoint, of("clicks", "file:/sp-1", true))).isFalse();
    assertThat(SnapshotObject.same(savepoint, new FlinkStateSnapshot())).isFalse();
    assertThat(
            SnapshotObject.same(
                of("orders", "file:/chk-1", false), of("orders", "file:/chk-2", false)))
        .isFalse();
  }

  private static FlinkStateSnapshot of(String job, String path, boolean savepoint) {
    FlinkSessionJob resource = new FlinkSessionJob();
    resource.setMetadata(new ObjectMetaBuilder().withNamespace("streams").withName(job).build());
    Taken taken = new Taken(path, Instant.EPOCH, Taken.Trigger.PERIODIC, null, null);
    return SnapshotObject.of(
        new Step.RecordSnapshot("record", "FlinkSessionJob", taken, savepoint, false), resource);
  }
}
