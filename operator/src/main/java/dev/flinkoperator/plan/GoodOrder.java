package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that is not to end yet is kept as it was made, whatever is waited for: somebody may
 * have scaled away the very JobManager whose answer that is, and nothing else would bring it back.
 */
final class GoodOrder {

  private GoodOrder() {}

  static Plan kept(Plan plan, Observation seen) {
    Revision inForce = plan.inForce();
    if (inForce == null
        || plan.apply() != null
        || !seen.ownsJobManager()
        || plan.endsJobManager()) {
      return plan;
    }
    return stands(seen.jobManager(), inForce) ? plan.applying(inForce) : plan;
  }

  private static boolean stands(@Nullable JobManagerView jobManager, Revision revision) {
    return jobManager != null
        && !jobManager.deleting()
        && jobManager.revision() != null
        && revision.runsAs(jobManager.revision());
  }
}
