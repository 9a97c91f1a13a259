package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobObservation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session job, in the form in which the jobs of applications are judged too.
 *
 * @param application the job as if the cluster were its own
 * @param inForce what was submitted last, or is being submitted; null: nothing ever was
 * @param configuration in force for the job: the operator's, its cluster's, its own
 * @param own what it sets itself, flat
 * @param spec that is followed: the present one, or the one submitted last if that cannot be
 */
record JobOnCluster(
    SessionJobObservation seen,
    SessionCluster cluster,
    Observation application,
    @Nullable Revision inForce,
    EffectiveConfiguration configuration,
    Map<String, String> own,
    JsonNode spec) {

  static JobOnCluster of(SessionJobObservation seen, PlanSettings settings) {
    return JobAsApplication.of(seen, settings, SpecJson.of(seen.resource().getSpec()));
  }

  /**
   * With the spec that was submitted last, since the present one cannot be followed: only whether
   * the job runs and how its state is kept are as the present one has them.
   */
  JobOnCluster asSubmitted(PlanSettings settings) {
    JsonNode submitted = inForce == null ? spec : inForce.spec().deepCopy();
    JsonNode present = spec.path("job");
    if (submitted.get("job") instanceof ObjectNode job) {
      job.remove("savepointTriggerNonce");
      job.remove("checkpointTriggerNonce");
      if (present.hasNonNull("upgradeMode")) {
        job.set("upgradeMode", present.get("upgradeMode"));
      } else {
        job.remove("upgradeMode");
      }
    }
    return JobAsApplication.of(seen, settings, submitted);
  }

  FlinkSessionJob resource() {
    return seen.resource();
  }

  Recorded recorded() {
    return new Recorded(application.resource());
  }

  StateRecord state() {
    return recorded().state();
  }

  /** Only where something was submitted. */
  StateKnowledge knowledge() {
    if (inForce == null) {
      throw new IllegalStateException("nothing was submitted");
    }
    return new StateKnowledge(application, inForce, recorded().state());
  }

  /** Flink takes the ids of savepoints from the one who asks for them, from 1.15 on. */
  boolean beforeTriggerIds() {
    FlinkVersion version = application.resource().getSpec().getFlinkVersion();
    return version != null && version.compareTo(FlinkVersion.V1_15) < 0;
  }

  boolean stateful() {
    return Spec.stateful(application.resource());
  }

  @Nullable Job job() {
    return Spec.job(application.resource());
  }

  /** Under way; null: none is, or it has come to its end, as Flink lists the job. */
  @Nullable Submission submission() {
    Submission written = Submission.of(seen.resource().getStatus());
    boolean listed =
        written != null
            && seen.job() instanceof Reached reached
            && reached.job(written.jobId()).isPresent();
    return listed ? null : written;
  }

  /**
   * The FlinkDeployment that the job was submitted to is there no more, whatever is by its name.
   */
  boolean clusterReplaced() {
    FlinkSessionJobStatus status = seen.resource().getStatus();
    String uid =
        status == null || status.getCluster() == null ? null : status.getCluster().getUid();
    return !cluster.exists() || (uid != null && !uid.equals(cluster.uid()));
  }

  @Nullable String clusterName() {
    return cluster.resource() == null
        ? seen.resource().getSpec() == null ? null : seen.resource().getSpec().getDeploymentName()
        : cluster.resource().getMetadata().getName();
  }

  /**
   * Flink runs it, though it may be written down as suspended or lost: it began late, or came back.
   * That a job which was stopped is still listed as running only says that the list is older.
   */
  boolean lives() {
    StateKnowledge state = knowledge();
    RestorePoint point = state.recorded().restorePoint();
    boolean stopped =
        point != null
            && point.ends(state.inForce().jobId())
            && point.cause() != RestorePoint.Cause.Recovery;
    return !stopped && state.job() != null && !StateKnowledge.terminal(state.job());
  }
}
