package dev.flinkoperator.observe;

import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.RestartsView;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of questions to one cluster have brought so far, as of one moment.
 *
 * @param checkpoints null: not asked, or never answered
 * @param operation null: not asked, or never answered
 * @param restarts null: not asked, or never answered
 * @param rescale null: not asked, or never answered
 */
record ClusterSeen(
    JobSnapshot jobs,
    @Nullable CheckpointsView checkpoints,
    @Nullable OperationView operation,
    @Nullable RestartsView restarts,
    @Nullable RescaleView rescale) {

  static final ClusterSeen NOTHING = new ClusterSeen(new NotAsked(), null, null, null, null);

  ClusterSeen with(OperationView other) {
    return new ClusterSeen(jobs, checkpoints, other, restarts, rescale);
  }

  ClusterSeen with(RescaleView other) {
    return new ClusterSeen(jobs, checkpoints, operation, restarts, other);
  }

  /** The operation has come to an end, and there is nothing more to ask. */
  boolean ended(OperationQuestion question) {
    return operation != null
        && operation.triggerId().equals(question.triggerId())
        && (operation instanceof OperationView.Completed
            || operation instanceof OperationView.Failed);
  }

  /** Something that a resource is woken for; one more completed checkpoint is not. */
  boolean isNewsAfter(ClusterSeen before) {
    return !jobs.equals(before.jobs)
        || (operation != null && !operation.equals(before.operation))
        || (restarts != null && before.restarts != null && !restarts.equals(before.restarts))
        || (rescale != null && !rescale.equals(before.rescale))
        || (checkpoints != null && isNews(checkpoints, before.checkpoints));
  }

  private static boolean isNews(CheckpointsView now, @Nullable CheckpointsView before) {
    if (before == null || !now.jobId().equals(before.jobId())) {
      return true;
    }
    return now.afterEnd() != before.afterEnd()
        || (now.newest() == null) != (before.newest() == null)
        || (now.beforeRestart() == null) != (before.beforeRestart() == null);
  }
}
