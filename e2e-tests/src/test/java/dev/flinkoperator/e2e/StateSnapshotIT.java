package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Keeper;
import dev.flinkoperator.e2e.support.Kubectl;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UserObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user takes a savepoint by creating an object, and disposes of it by deleting that. */
class StateSnapshotIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  /** A savepoint of a job. */
  static final String EXAMPLE = "state-snapshot.yaml";

  /** Each that is taken of a job, as an object. */
  static final String RECORDED = "recorded-savepoints.yaml";

  @Test
  void those_of_a_nonce_and_of_an_upgrade_become_objects_that_outlive_the_job() {
    Example example = Example.read(RECORDED, namespace);
    FlinkResource resource = namespace.resource(example.deployment().name());
    example.apply();
    resource.awaitRunning();

    patch(resource, "{\"spec\":{\"job\":{\"savepointTriggerNonce\":1}}}");
    String manual = recorded(resource, "MANUAL").text("/path");
    patch(resource, "{\"spec\":{\"restartNonce\":1}}");
    String upgrade = recorded(resource, "UPGRADE").text("/path");
    resource.awaitRunning();

    assertThat(resource.flink().configured("execution.savepoint.path"))
        .hasValueSatisfying(
            path -> assertThat(path).endsWith(upgrade.substring(upgrade.lastIndexOf('/'))));
    assertThat(manual).isNotEqualTo(upgrade);
    resource.delete();
    Patience.untilFlink(resource.name() + " leaves no pods behind")
        .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
    assertThat(recorded(resource, "MANUAL").text("/path")).isEqualTo(manual);
  }

  private void patch(FlinkResource resource, String patch) {
    Kubectl.run(
        "patch",
        "flinkdep",
        resource.name(),
        "--namespace=" + namespace.name(),
        "--type=merge",
        "--patch=" + patch);
  }

  private StatusView recorded(FlinkResource resource, String trigger) {
    return Patience.untilFlink("a savepoint " + trigger + " is recorded")
        .until(
            () ->
                UserObject.stateSnapshots(
                        namespace.name(),
                        Map.of(
                            "job-reference.name",
                            resource.name(),
                            "snapshot.trigger-type",
                            trigger))
                    .stream()
                    .map(UserObject::view)
                    .filter(view -> view.isTrue("Ready"))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  @Test
  void the_one_of_the_example_is_taken_when_its_job_runs_and_goes_with_its_object() {
    Example example = Example.read(EXAMPLE, namespace);
    FlinkResource resource = namespace.resource(example.deployment().name());
    UserObject savepoint =
        UserObject.stateSnapshot(
            namespace.name(), example.ofKind("FlinkStateSnapshot").get(0).getMetadata().getName());

    example.apply();

    resource.awaitRunning();
    Job job = resource.flink().onlyJob();
    StatusView taken = savepoint.awaitReady();
    assertThat(taken.text("/state")).isEqualTo("COMPLETED");
    String folder = taken.text("/path").replaceFirst("^file:/+", "/");
    Keeper shell = resource.children().shell(resource.children().jobManager());
    assertThat(shell.run("ls " + folder)).contains("_metadata");

    savepoint.delete();
    savepoint.awaitGone();
    Patience.until("the savepoint is deleted")
        .until(() -> shell.run("ls " + folder + "/_metadata 2>/dev/null || true").isBlank());
    assertThat(resource.flink().onlyJob()).as("the job did not notice").isEqualTo(job);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(FlinkVersion.class)
  @Tag("full")
  void it_is_taken_of_a_job_that_comes_later_and_goes_with_its_object(FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    UserObject savepoint = UserObject.stateSnapshot(namespace.name(), "before-friday");
    UserObject checkpoint = UserObject.stateSnapshot(namespace.name(), "checkpoint");
    savepoint.apply(Manifest.stateSnapshot(savepoint.name(), "orders", "savepoint"));
    savepoint.await("waiting", view -> view.reason("Reconciling").equals("WaitingForJob"));

    FlinkResource resource = namespace.apply(journey.manifest("orders", version));
    resource.awaitRunning();

    StatusView taken = savepoint.awaitReady();
    assertThat(taken.text("/state")).isEqualTo("COMPLETED");
    List<String> savepoints = journey.savepoints(resource);
    assertThat(savepoints).containsExactly(taken.text("/path"));

    checkpoint.apply(Manifest.stateSnapshot(checkpoint.name(), "orders", "checkpoint"));
    assertThat(checkpoint.awaitReady().text("/state")).isEqualTo("COMPLETED");

    Job job = resource.flink().onlyJob();
    savepoint.delete();
    savepoint.awaitGone();
    Patience.until("the savepoint is deleted").until(() -> journey.savepoints(resource).isEmpty());
    checkpoint.delete();
    checkpoint.awaitGone();
    assertThat(resource.flink().onlyJob()).as("the job did not notice").isEqualTo(job);
    Diary diary = journey.diary(resource);
    diary.assertWhole();
    assertThat(diary.attempts()).as("attempts\n%s", diary).hasSize(1);
  }
}
