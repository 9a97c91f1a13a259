package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobView;
import dev.flinkoperator.observe.view.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds up the end of a session cluster until its session jobs have stopped themselves, each in its
 * own upgrade mode, and have written down where their state is (FLINK-39165). They see that in the
 * condition's reason. A job that cannot be stopped holds it up only so long: it goes on from its
 * newest checkpoint later, as after any loss of its cluster.
 */
final class SessionJobsFirst {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** For savepoints that are under way. */
  private static final Duration LONGEST_SAVING = Duration.ofMinutes(60);

  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final int NAMED = 5;

  private final PlanSettings settings;

  SessionJobsFirst(PlanSettings settings) {
    this.settings = settings;
  }

  /**
   * @param plan if it ends a session cluster; any other one is given back
   */
  Plan before(Plan plan, Observation seen, Instant now) {
    Revision inForce = seen.inForce();
    JobManagerView jobManager = seen.jobManager();
    if (inForce == null
        || !inForce.session()
        || jobManager == null
        || jobManager.deleting()
        || !seen.ownsJobManager()
        || !plan.endsJobManager()) {
      return plan;
    }
    Recorded recorded = new Recorded(seen.resource());
    boolean announced = recorded.says(Reason.WaitingForSessionJobs);
    List<SessionJobView> left = left(seen, announced);
    if (left.isEmpty()) {
      return plan.beginningWith(List.of(new Step.ConfirmSessionJobs(seen.sessionJobs())));
    }
    if (announced && hopeless(seen, left, recorded.waitingForSessionJobsSince(), now)) {
      List<Notice> told = new ArrayList<>(plan.notices());
      told.add(
          new Notice(
              EventReason.CLEANUP_FAILED,
              "The session cluster is ended though it could not be waited for "
                  + names(left)
                  + " any longer; they go on from their newest checkpoints that are known"));
      return plan.saying(told);
    }
    String message =
        "Before the cluster ends, waiting for its session jobs to stop: " + names(left);
    return new Plan(
        new Verdict.Judged(
            jobManager.available() ? JobManagerStatus.READY : JobManagerStatus.DEPLOYED_NOT_READY,
            Rollout.UPGRADING,
            seen.resource().isMarkedForDeletion() ? Lifecycle.DELETING : Lifecycle.UPGRADING,
            Health.progressing(Reason.WaitingForSessionJobs, message)),
        inForce,
        recorded.launching(),
        recorded.reconciled(),
        List.of(),
        null,
        // What was heard before may be out of date: a job may have been submitted since.
        FlinkAddress.follow(settings, seen, inForce, true, null)
            .since(
                jobManager.uid()
                    + (seen.resource().isMarkedForDeletion() ? "/deletion" : "/ending")),
        announced ? List.of() : List.of(new Notice(EventReason.SPEC_CHANGED, message)),
        LOOK_AGAIN);
  }

  /**
   * Those that Flink runs, or whose end is not written down yet. What Flink has not listed counts
   * as not there only in an answer from after the announcement: one from before may be older than
   * the job.
   */
  private static List<SessionJobView> left(Observation seen, boolean announced) {
    String uid = seen.resource().getMetadata().getUid();
    return seen.sessionJobs().stream()
        .filter(job -> uid.equals(job.clusterUid()) && job.jobId() != null)
        .filter(
            job ->
                (job.mayRun() && !(announced && seen.job() instanceof Reached))
                    || (seen.job() instanceof Reached reached
                        && held(
                            job, reached.job(Objects.requireNonNull(job.jobId())).orElse(null))))
        .toList();
  }

  private static boolean held(SessionJobView job, @Nullable JobView listed) {
    return listed != null && (job.mayRun() || !StateKnowledge.terminal(listed));
  }

  private static boolean hopeless(
      Observation seen, List<SessionJobView> left, @Nullable Instant since, Instant now) {
    if (seen.job() instanceof Unreachable away) {
      return now.isAfter(away.since().plus(LONGEST_SILENCE));
    }
    boolean saving = left.stream().anyMatch(SessionJobView::saving);
    return since != null && now.isAfter(since.plus(saving ? LONGEST_SAVING : LONGEST_WAIT));
  }

  /** With what they say themselves, where they are in trouble. */
  static String names(List<SessionJobView> jobs) {
    String names =
        jobs.stream()
            .limit(NAMED)
            .map(job -> job.name() + (job.message() == null ? "" : " (" + job.message() + ")"))
            .collect(Collectors.joining(", "));
    return names + (jobs.size() > NAMED ? " and " + (jobs.size() - NAMED) + " more" : "");
  }
}
