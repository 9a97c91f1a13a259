package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.CheckpointRetention;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pass that has a session job submitted: its status first, then the request. */
final class JobRequest {

  private static final SpecMapper SPECS = new SpecMapper();
  private static final String HEADERS = "kubernetes.operator.user.artifacts.http.header";

  private final PlanSettings settings;

  JobRequest(PlanSettings settings) {
    this.settings = settings;
  }

  /**
   * @param former id of the job before, which must have ended; null: there is none
   * @param anew it is another spec, or another start, than what is written down
   */
  SessionJobPlan send(
      JobOnCluster job,
      Revision revision,
      Submission submission,
      @Nullable String former,
      StateRecord record,
      boolean anew,
      List<Notice> notices) {
    Plan plan =
        new Plan(
            new Verdict.Judged(
                JobManagerStatus.READY,
                Rollout.UPGRADING,
                Lifecycle.UPGRADING,
                Health.progressing(
                    Reason.SubmittingJob, "Submitting the job to its session cluster")),
            revision,
            true,
            anew
                ? LastSpec.with(
                    revision.spec(), "running", LastSpec.mode(revision), revision.number() == 1)
                : job.recorded().reconciled(),
            List.of(new Step.SaveIntent(), step(job, revision, submission, former)),
            null,
            SessionJobPlans.follow(job, settings, revision, true, null),
            notices,
            SessionJobPlans.LOOK_AGAIN,
            record);
    return new SessionJobPlan(
        job.application(), plan, submission, job.clusterName(), job.cluster().uid());
  }

  private Step step(
      JobOnCluster job, Revision revision, Submission submission, @Nullable String former) {
    JsonNode wanted = revision.spec().path("job");
    Job read = SPECS.job(revision.spec());
    Map<String, String> own = SessionJobOptions.sent(job.own());
    if (job.configuration().get(CheckpointRetention.KEY) == null) {
      own.put(CheckpointRetention.KEY, CheckpointRetention.RETAIN);
    }
    var version = job.application().resource().getSpec().getFlinkVersion();
    return new Step.SubmitJob(
        submission,
        FlinkAddress.of(settings, job.application(), revision),
        version == null ? "" : version.getValue(),
        text(wanted.path("jarURI")),
        job.configuration().get(HEADERS),
        text(wanted.path("entryClass")),
        read == null || read.getArgs() == null ? List.of() : read.getArgs(),
        read == null || read.getParallelism() == null || read.getParallelism() < 1
            ? null
            : read.getParallelism(),
        revision.restoredFrom(),
        wanted.path("allowNonRestoredState").asBoolean(false),
        own,
        former);
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
  }
}
