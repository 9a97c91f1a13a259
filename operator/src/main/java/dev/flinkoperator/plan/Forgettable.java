package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.observe.view.Observation;
import java.util.List;
import java.util.stream.Stream;

/** Which recorded revisions are older than those that are kept. */
final class Forgettable {

  private Forgettable() {}

  static List<String> of(Observation seen, Revision inForce, int kept) {
    // What the status names is what a pass after a restart looks for.
    FlinkDeploymentStatus status = seen.resource().getStatus();
    String written = status == null ? null : status.getRevision();
    String stable = status == null ? null : status.getLastStableRevision();
    List<String> names =
        seen.revisions().stream()
            .map(Observation.RevisionName::name)
            .filter(
                name ->
                    !name.equals(inForce.name()) && !name.equals(written) && !name.equals(stable))
            .toList();
    int surplus = names.size() - (kept - 1);
    return surplus <= 0 ? List.of() : names.subList(0, surplus);
  }

  /**
   * This pass makes the revision in force the stable one: what the status names until then may go
   * after it, and nothing else would look.
   */
  static boolean moreAfter(Observation seen, Revision inForce, Verdict verdict, int kept) {
    FlinkDeploymentStatus status = seen.resource().getStatus();
    boolean stands =
        status != null
            && inForce.name().equals(status.getRevision())
            && inForce.name().equals(status.getLastStableRevision());
    long recorded =
        Stream.concat(
                seen.revisions().stream().map(Observation.RevisionName::name),
                Stream.of(inForce.name()))
            .distinct()
            .count();
    return !stands
        && recorded > kept
        && verdict instanceof Verdict.Judged judged
        && judged.rollout() == Rollout.DEPLOYED
        && judged.lifecycle() == Lifecycle.STABLE;
  }
}
