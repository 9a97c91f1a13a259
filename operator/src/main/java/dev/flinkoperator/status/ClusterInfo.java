package dev.flinkoperator.status;

import dev.flinkoperator.observe.view.ClusterSizeView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.plan.Lifecycle;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.SessionJobs;
import dev.flinkoperator.plan.Verdict;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code status.clusterInfo}: what the cluster says of itself. */
final class ClusterInfo {

  private ClusterInfo() {}

  static @Nullable Map<String, String> of(
      Observation seen, Plan plan, Verdict.Judged judged, @Nullable Map<String, String> before) {
    if (judged.lifecycle() == Lifecycle.SUSPENDED) {
      return null;
    }
    if (!(seen.job() instanceof Reached reached) || reached.facts() == null) {
      return before;
    }
    Map<String, String> info = new TreeMap<>();
    info.put("flink-version", reached.facts().flinkVersion());
    if (reached.facts().flinkRevision() != null) {
      info.put("flink-revision", reached.facts().flinkRevision());
    }
    ClusterSizeView size = reached.size();
    if (plan.inForce() != null && plan.inForce().session() && size != null) {
      info.put("jobs", Integer.toString(SessionJobs.notEnded(reached).size()));
      info.put("slots-total", Integer.toString(size.slots()));
      info.put("slots-available", Integer.toString(size.freeSlots()));
    }
    return info;
  }
}
