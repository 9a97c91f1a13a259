package dev.flinkoperator.status;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.TaskManager;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.plan.Lifecycle;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.Reason;
import dev.flinkoperator.plan.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code status.taskManager}, which the scale subresource reads. */
final class TaskManagers {

  private TaskManagers() {}

  /**
   * @param before as last written; null: nothing
   */
  static TaskManager of(
      Observation seen, Plan plan, Verdict.Judged judged, @Nullable TaskManager before) {
    FlinkDeployment resource = seen.resource();
    TaskManager part = new TaskManager();
    boolean session = plan.inForce() != null && plan.inForce().session();
    boolean running =
        judged.health().reason() != Reason.Finished
            && (judged.lifecycle() == Lifecycle.STABLE
                || judged.lifecycle() == Lifecycle.DEPLOYED
                || judged.lifecycle() == Lifecycle.ROLLED_BACK
                // Its deletion may wait for jobs that run in it.
                || (session && plan.follow() != null));
    part.setLabelSelector(
        running ? "component=taskmanager,app=" + resource.getMetadata().getName() : "");
    part.setReplicas(!running ? 0 : replicas(seen, plan, session, before));
    return part;
  }

  private static int replicas(
      Observation seen, Plan plan, boolean session, @Nullable TaskManager before) {
    Revision inForce = plan.inForce();
    if (inForce != null && inForce.standalone()) {
      return (int)
          seen.pods().stream()
              .filter(pod -> !pod.jobManager() && !pod.deleting() && !pod.ended())
              .count();
    }
    return session ? counted(seen, before) : replicas(seen.resource(), plan);
  }

  /** A session cluster has as many as its jobs need: Flink itself says how many there are. */
  private static int counted(Observation seen, @Nullable TaskManager before) {
    if (seen.job() instanceof Reached reached && reached.size() != null) {
      return reached.size().taskManagers();
    }
    return before == null || before.getReplicas() == null ? 0 : before.getReplicas();
  }

  /** As many as the parallelism fills: a slot each. */
  private static int replicas(FlinkDeployment resource, Plan plan) {
    Map<String, String> configuration =
        plan.inForce() == null ? Map.of() : plan.inForce().configuration();
    var job = plan.inForce() == null ? null : plan.inForce().spec().path("job");
    Integer asked =
        resource.getSpec().getTaskManager() == null
            ? null
            : resource.getSpec().getTaskManager().getReplicas();
    if (asked != null) {
      return asked;
    }
    int slots = number(configuration.get("taskmanager.numberOfTaskSlots"), 1);
    int parallelism =
        job == null || !job.path("parallelism").canConvertToInt()
            ? number(configuration.get("parallelism.default"), 1)
            : job.path("parallelism").asInt();
    return (parallelism + slots - 1) / Math.max(1, slots);
  }

  private static int number(@Nullable String text, int otherwise) {
    try {
      return text == null ? otherwise : Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
