package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A session cluster, a job on it and an operator, all of which may fail at any moment. State is a
 * number that every checkpoint raises: a job never starts from a smaller one than was known.
 */
@NullUnmarked
final class SessionJobWorld {

  private final Random dice;
  private final boolean highlyAvailable;
  private final FlinkVersion version;
  private final SessionJobFlink flink;
  private final StringBuilder story = new StringBuilder();
  private final SessionJobLife job;
  private @Nullable FlinkDeployment cluster;
  private int clusters;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private String reason = "ClusterRunning";

  SessionJobWorld(long seed, SessionFlaw flaw) {
    dice = new Random(seed);
    highlyAvailable = dice.nextBoolean();
    version = dice.nextInt(4) == 0 ? FlinkVersion.V1_16 : FlinkVersion.V1_20;
    job = new SessionJobLife(dice, flaw, "orders-1", "orders", "streams", "session", this::tell);
    flink = job.flink;
  }

  String story() {
    return story.toString();
  }

  private void tell(String what) {
    story.append(now).append(' ').append(what).append('\n');
  }

  private boolean chance(double p) {
    return dice.nextDouble() < p;
  }

  /** Something happens, and the operator may look. */
  void step(boolean faults) {
    now = now.plus(Duration.ofSeconds(1 + dice.nextInt(faults ? 20 : 5)));
    if (faults) {
      disturb();
    } else if (cluster == null) {
      newCluster();
    } else if (!flink.up) {
      comesUp();
    } else if (!reason.equals("ClusterRunning")) {
      reason = "ClusterRunning";
    }
    flink.now = now;
    flink.lives();
    endsWhenJobsHaveStopped();
    job.check();
    if (!faults || chance(0.8)) {
      job.pass(shown(), now, faults);
    }
    job.check();
  }

  private void disturb() {
    switch (dice.nextInt(24)) {
      case 0 -> job.edit();
      case 9, 10 -> job.editMode();
      case 1 -> job.suspendOrResume();
      case 2 -> {
        tell("operator restarts");
        job.operatorRestarts();
      }
      case 3 -> jobManagerRestarts();
      case 4 -> clusterWantsToEnd();
      case 5, 6, 7 -> {
        if (cluster == null) {
          newCluster();
        } else if (!flink.up) {
          comesUp();
        }
      }
      case 8 -> clusterDeleted();
      default -> {}
    }
  }

  private void jobManagerRestarts() {
    if (!flink.up) {
      return;
    }
    tell("JobManager restarts" + (highlyAvailable ? " with high availability" : ""));
    flink.restarts(highlyAvailable);
  }

  private void clusterWantsToEnd() {
    if (flink.up && reason.equals("ClusterRunning")) {
      tell("cluster wants to end");
      reason = Reason.WaitingForSessionJobs.name();
    }
  }

  private void clusterDeleted() {
    if (cluster != null && chance(0.3)) {
      tell("cluster deleted");
      gone();
      cluster = null;
    }
  }

  private void gone() {
    reason = "ClusterRunning";
    flink.isGone();
  }

  private void newCluster() {
    clusters++;
    cluster =
        Serialization.unmarshal(
            """
            apiVersion: flink.apache.org/v1beta1
            kind: FlinkDeployment
            metadata: {name: session, namespace: streams, uid: cluster-%d, generation: 1}
            spec:
              image: flink
              flinkVersion: %s
              serviceAccount: flink
              flinkConfiguration:
                state.checkpoints.dir: file:/state
                state.savepoints.dir: file:/state
            """
                .formatted(clusters, version.getValue()),
            FlinkDeployment.class);
    if (highlyAvailable) {
      cluster
          .getSpec()
          .getFlinkConfiguration()
          .putAll(
              Map.of(
                  "high-availability.type", "kubernetes",
                  "high-availability.storageDir", "file:/ha",
                  // Flink's own is one, and one that is deleted takes its metadata with it.
                  "state.checkpoints.num-retained", "3"));
    }
    comesUp();
  }

  private void comesUp() {
    tell("cluster " + clusters + " is up");
    flink.begins(DeployedOptions.of(cluster));
  }

  /** As the planner of its cluster has it. */
  private void endsWhenJobsHaveStopped() {
    if (!reason.equals(Reason.WaitingForSessionJobs.name()) || !chance(0.5)) {
      return;
    }
    FlinkSessionJobStatus status = job.resource.getStatus();
    String id =
        status == null || status.getJobStatus() == null ? null : status.getJobStatus().getJobId();
    SessionJobFlink.Run run = id == null ? null : flink.jobs.get(id);
    boolean ended =
        status != null
            && status.getRestorePoint() != null
            && Boolean.TRUE.equals(status.getRestorePoint().getEnded())
            && status.getRestorePoint().getJobId().equals(id);
    if (run == null || (SessionJobFlink.terminal(run) && ended)) {
      tell("cluster ends for its upgrade");
      gone();
    }
  }

  private @Nullable FlinkDeployment shown() {
    if (cluster == null) {
      return null;
    }
    FlinkDeploymentStatus status = new FlinkDeploymentStatus();
    status.setJobManagerDeploymentStatus(flink.up ? "READY" : "DEPLOYING");
    status.setConditions(
        List.of(
            new ConditionBuilder()
                .withType("Ready")
                .withStatus(flink.up && reason.equals("ClusterRunning") ? "True" : "False")
                .withReason(flink.up ? reason : "Deploying")
                .withLastTransitionTime(now.toString())
                .build()));
    cluster.setStatus(status);
    return cluster;
  }

  void resume() {
    job.resume();
  }

  boolean settled() {
    return job.settled();
  }

  boolean running() {
    return job.running();
  }
}
