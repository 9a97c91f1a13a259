package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.Environment;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.OperatorUnderTest;
import dev.flinkoperator.e2e.support.PacketFilter;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Something goes wrong in the middle of a savepoint upgrade, and still nothing is lost. */
@Tag("full")
@Isolated
class UpgradeUnderFaultIT {

  /** A class of its own, as JUnit does not isolate a parameterized one. */
  @Nested
  @ParameterizedClass(name = "{0}")
  @MethodSource("versions")
  class UpgradeUnderFault {
    @RegisterExtension static final TestNamespace namespace = new TestNamespace();

    static Stream<FlinkVersion> versions() {
      return FlinkVersion.usually(FlinkVersion.V2_3);
    }

    private final Journey journey = Journey.in(namespace);
    private final Manifest manifest;
    private final FlinkResource resource;
    private Diary before = Diary.EMPTY;
    private int savepoints;

    UpgradeUnderFault(FlinkVersion version) {
      manifest =
          journey.manifest(version.in("orders"), version).set("/spec/job/upgradeMode", "savepoint");
      resource = namespace.resource(manifest.name());
    }

    @BeforeEach
    void a_job_runs() {
      if (!resource.view().exists()) {
        resource.apply(manifest);
      }
      resource.awaitRunning();
      before = journey.awaitCheckpoint(resource, Diary.EMPTY);
      savepoints = journey.savepoints(resource).size();
    }

    @AfterEach
    void all_is_mended() {
      OperatorUnderTest.awaitReady();
      journey.releaseSnapshots(resource);
      journey.unblockSavepoints(resource);
    }

    @Test
    void the_operator_is_killed_while_the_savepoint_is_taken() {
      upgradedExactlyOnce(
          () -> {
            journey.holdSnapshots(resource);
            edit();
            awaitStopping();

            OperatorUnderTest.kill();

            OperatorUnderTest.awaitReady();
            journey.releaseSnapshots(resource);
          });
    }

    @Test
    void the_operator_is_killed_once_the_job_has_ended() {
      upgradedExactlyOnce(
          () -> {
            edit();
            resource.await("known to have ended", view -> view.isSet("/restorePoint/ended"));

            OperatorUnderTest.kill();
          });
    }

    @Test
    void the_operator_is_killed_while_the_old_cluster_goes() {
      String old = resource.children().jobManager().getMetadata().getUid();
      upgradedExactlyOnce(
          () -> {
            edit();
            Patience.untilFlink("the old JobManager ends")
                .until(() -> resource.children().isEnding(old));

            OperatorUnderTest.kill();
          });
    }

    @Test
    void the_operator_is_killed_once_the_new_deployment_is_there() {
      String old = resource.children().deployment().require().getMetadata().getUid();
      upgradedExactlyOnce(
          () -> {
            edit();
            Patience.untilFlink("there is another Deployment")
                .until(
                    () -> resource.children().deployment().get(),
                    now -> now != null && !now.getMetadata().getUid().equals(old));

            OperatorUnderTest.kill();
          });
    }

    @Test
    void flink_cannot_be_reached_while_it_completes_the_savepoint() {
      assumeThat(Environment.get().network()).as("a way into the cluster's network").isPresent();
      upgradedExactlyOnce(
          () -> {
            journey.holdSnapshots(resource);
            edit();
            awaitStopping();
            String jobManager = resource.children().jobManager().getMetadata().getUid();
            try (PacketFilter cut = PacketFilter.dropping(resource.children().jobManager(), 8081)) {
              journey.releaseSnapshots(resource);
              Patience.untilFlink("the savepoint is complete")
                  .until(() -> journey.savepoints(resource).size() == savepoints + 1);

              Patience.stays(
                  "as it is for a while: the operator can't know",
                  Duration.ofSeconds(20),
                  () -> {
                    assertThat(resource.children().jobManager().getMetadata().getUid())
                        .isEqualTo(jobManager);
                    assertThat(resource.view().isTrue("Ready")).isFalse();
                  });
            }
          });
    }

    @Test
    void a_newer_edit_wins_over_the_one_that_is_being_carried_out() {
      upgradedExactlyOnce(
          () -> {
            journey.holdSnapshots(resource);
            resource.apply(manifest.copy().set("/spec/image", "registry.invalid/no/such-flink:0"));
            awaitStopping();

            edit();

            resource.await("judged", StatusView::isCurrent);
            journey.releaseSnapshots(resource);
          });
    }

    @Test
    void no_savepoint_can_be_made_for_a_while() {
      upgradedExactlyOnce(
          () -> {
            journey.blockSavepoints(resource);
            edit();
            resource.await(
                "telling why the savepoint failed, while the job runs",
                view ->
                    view.isCurrent()
                        && view.isSet("/operation/error")
                        && view.message("Reconciling").contains("avepoint")
                        && view.isTrue("Running"));
            long number = journey.diary(resource).lastNumber();
            Patience.until("the job goes on meanwhile")
                .until(() -> journey.diary(resource).lastNumber() > number + 20);

            journey.unblockSavepoints(resource);
          });
    }

    private void edit() {
      resource.apply(manifest.set("/spec/restartNonce", before.lastNumber()));
    }

    private void awaitStopping() {
      resource.await(
          "about to stop its job",
          view -> view.text("/operation/kind").equals("StopWithSavepoint"));
    }

    /** The very next number, one savepoint, one cluster at a time. */
    private void upgradedExactlyOnce(Runnable troubledUpgrade) {
      try (PodTimeline pods = PodTimeline.of(resource)) {
        troubledUpgrade.run();

        resource.awaitRunning();
        Diary after = journey.awaitGoesOn(resource, before);
        after.assertExactSince(before);
        assertThat(after.attemptsSince(before)).as("attempts since\n%s", after).isEqualTo(1);
        assertThat(pods.jobManagersSeen()).as("JobManagers").isEqualTo(2);
        assertThat(journey.savepoints(resource)).as("one savepoint more").hasSize(savepoints + 1);
        pods.assertOneClusterAtATime();
      }
    }
  }
}
