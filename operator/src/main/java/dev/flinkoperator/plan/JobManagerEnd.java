package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Ends a cluster from its head: first its JobManager, by scaling the Deployment down, then all that
 * is left, by deleting it. Where both end at once, a JobManager that lives a moment longer asks for
 * another TaskManager in the place of those it sees go, and that one takes its whole grace to end.
 * One whose job has ended asks for none.
 */
final class JobManagerEnd {

  /**
   * As long as Kubernetes gives a pod, and as much again. A JobManager on a lost node is not waited
   * for here: the deletion waits for it.
   */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private JobManagerEnd() {}

  /**
   * @param jobManager whose end is decided, and written down where that matters
   */
  static Step begin(Observation seen, JobManagerView jobManager, Instant now) {
    return hasPod(seen) && !done(seen)
        ? new Step.ScaleDownJobManager(jobManager.uid(), now)
        : new Step.DeleteJobManager(jobManager.uid());
  }

  /** Whatever a plan is for: what was scaled down is deleted next. */
  static Plan goOn(Plan plan, Observation seen, Instant now) {
    JobManagerView jobManager = seen.jobManager();
    Instant scaledDown = jobManager == null ? null : jobManager.scaledDown();
    if (jobManager == null || scaledDown == null || !seen.ownsJobManager()) {
      return plan;
    }
    Duration left = Duration.between(now, scaledDown.plus(LONGEST));
    if (hasPod(seen) && left.compareTo(Duration.ZERO) > 0) {
      return plan.waking(left);
    }
    return plan.alongWith(
        List.of(new Step.DeleteJobManager(jobManager.uid())),
        List.of(),
        plan.follow(),
        plan.wake());
  }

  private static boolean done(Observation seen) {
    return seen.job() instanceof Reached reached
        && !reached.jobs().isEmpty()
        && reached.jobs().stream().allMatch(StateKnowledge::terminal);
  }

  private static boolean hasPod(Observation seen) {
    return seen.pods().stream().anyMatch(pod -> pod.jobManager() && !pod.ended());
  }
}
