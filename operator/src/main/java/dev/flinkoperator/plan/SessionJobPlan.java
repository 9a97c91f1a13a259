package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.Observation;
import org.jspecify.annotations.Nullable;

/**
 * All that one pass does for a session job.
 *
 * @param application what was seen, in the form in which the jobs of applications are judged
 * @param plan in the same form: it has no children, and its revision stands for what was submitted
 * @param submission under way from now on; null: none
 * @param clusterName of the session cluster the job was last submitted to; null: none yet
 * @param clusterUid of that FlinkDeployment
 */
public record SessionJobPlan(
    Observation application,
    Plan plan,
    @Nullable Submission submission,
    @Nullable String clusterName,
    @Nullable String clusterUid) {

  /** The finalizer may go: nothing of the job is left that could be ended. */
  public static boolean finishesDeletion(SessionJobPlan plan) {
    return plan.plan().verdict() instanceof Verdict.Judged judged
        && judged.lifecycle() == Lifecycle.DELETING
        && plan.plan().wake() == null;
  }
}
