package dev.flinkoperator.sim;

import dev.flinkoperator.controller.SimulatedRefusal;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.Deletion;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.Step;
import dev.flinkoperator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass, as the operator's Pass and its reconciler make it: steps, children, status. Between two
 * deeds the world goes on.
 */
final class SimPass {

  /** How a pass ended. */
  enum End {
    DONE,
    /** A step had to wait, or somebody else was faster. */
    SOON,
    FAILED
  }

  interface Ended {
    /**
     * @param plan what was done; null unless the end is DONE
     */
    void with(End end, @Nullable Plan plan);
  }

  private interface Deed {
    /**
     * @return false: the pass ends here
     */
    boolean done();
  }

  private final StatusWriter statuses;
  private final SimActions actions;
  private final SimChildren children;
  private final StatusWrites writes;
  private final FlinkDeployment resource;
  private final Instant now;
  private final Deque<Deed> deeds = new ArrayDeque<>();
  private @Nullable Plan plan;

  SimPass(
      StatusWriter statuses,
      SimActions actions,
      SimChildren children,
      StatusWrites writes,
      FlinkDeployment resource,
      Instant now) {
    this.statuses = statuses;
    this.actions = actions;
    this.children = children;
    this.writes = writes;
    this.resource = resource;
    this.now = now;
  }

  void intend(Observation seen, Plan made, Runnable removeFinalizer) {
    FlinkDeploymentStatus status = statuses.render(seen, made, now);
    plan = made;
    for (Step step : made.steps()) {
      deeds.add(() -> actions.run(step, resource, writes, status));
    }
    Revision applied = made.apply();
    if (applied != null) {
      deeds.add(
          () -> {
            children.apply(
                resource, applied, seen.jobManager(), () -> actions.current(writes.resource()));
            return true;
          });
    }
    boolean last = resource.isMarkedForDeletion() && Deletion.finishes(made);
    deeds.add(
        () -> {
          if (last) {
            removeFinalizer.run();
          } else {
            writes.write(status);
          }
          return true;
        });
  }

  boolean over() {
    return deeds.isEmpty();
  }

  @Nullable Plan plan() {
    return plan;
  }

  /**
   * Does the next deed.
   *
   * @return null: there is more to do
   */
  @Nullable End next() {
    try {
      boolean done = deeds.isEmpty() || deeds.remove().done();
      if (!done) {
        return End.SOON;
      }
      return deeds.isEmpty() ? End.DONE : null;
    } catch (KubernetesClientException failure) {
      return failed(failure);
    }
  }

  /** Says in the status why the pass has failed, unless it is not worth a word. */
  End failed(KubernetesClientException failure) {
    if (SimulatedRefusal.isConflict(failure)) {
      return End.SOON;
    }
    try {
      writes.write(
          statuses.failed(writes.resource(), plan != null, SimulatedRefusal.health(failure), now));
    } catch (KubernetesClientException second) {
      return End.FAILED;
    }
    return End.FAILED;
  }

  static List<String> finalizers() {
    return List.of("flinkdeployments.flink.apache.org/finalizer");
  }
}
