package dev.flinkoperator.sim;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sees all that really happens, and says when something happens that never may. */
final class Truth implements SimFlink.JobStarts {

  private static final int LONGEST_TEXT = 500;

  private final World world;
  private final StateTruth state;
  private final Set<String> triggersWritten = new HashSet<>();
  private @Nullable FlinkDeploymentStatus written;

  Truth(World world) {
    this.world = world;
    this.state = new StateTruth(world);
  }

  StateTruth state() {
    return state;
  }

  /** I1: never two clusters with live pods, never two jobs at work. Asked after every event. */
  void check() {
    List<SimPod> pods = world.api().pods.all();
    for (SimPod pod : pods) {
      if (!pod.view().ended() && !pod.deployment().equals(pods.get(0).deployment())) {
        throw new Violation(
            "I1",
            "pods of two clusters: "
                + pods.stream()
                    .map(each -> each.name() + " of " + each.deployment())
                    .collect(Collectors.joining(", ")));
      }
    }
  }

  /** The resource has changed in the API server. */
  void resourceChanged(@Nullable FlinkDeployment resource) {
    if (resource == null) {
      state.forget();
      written = null;
      return;
    }
    state.changed(resource);
    if (resource.getStatus() != null && resource.getStatus() != written) {
      written = resource.getStatus();
      if (written.getOperation() != null) {
        triggersWritten.add(written.getOperation().getTriggerId());
      }
      state.written(resource);
      bounded(written);
    }
  }

  /** I8: texts are bounded, and no stack trace is among them. */
  private static void bounded(FlinkDeploymentStatus status) {
    if (status.getConditions() == null) {
      return; // of another operator
    }
    status
        .getConditions()
        .forEach(
            condition -> {
              String message = condition.getMessage();
              if (message.length() > LONGEST_TEXT || message.contains("\tat ")) {
                throw new Violation("I8", "a condition says " + message);
              }
            });
  }

  /** A JobManager Deployment has been made. */
  void launched(Revision revision, String deployment) {
    world.story().tell("api", "%s is made for %s", deployment, revision.launchedAs());
    if (!world.api().revisions.has(revision.name())) {
      throw new Violation("I3", revision.name() + " is launched and not recorded");
    }
    FlinkDeployment now = world.api().resource();
    String named = now == null || now.getStatus() == null ? null : now.getStatus().getRevision();
    if (now != null && !revision.name().equals(named)) {
      throw new Violation("I3", revision.name() + " is launched while the status names " + named);
    }
    state.launched(revision, deployment);
  }

  /** A JobManager Deployment is never turned into another one: its pods would run beside those. */
  void applied(SimDeployment before, SimDeployment after) {
    String was = before.fields().values().get(SimDeployment.REVISION);
    if (was != null && !was.equals(after.fields().values().get(SimDeployment.REVISION))) {
      throw new Violation(
          "I1", before.uid() + " of " + was + " is turned into " + after.fields().values());
    }
    if (before.view().scaledDown() != null) {
      throw new Violation("I1", before.uid() + " is scaled up again");
    }
    world.story().tell("api", "%s is put right", before.uid());
  }

  /**
   * The operator ends a JobManager Deployment.
   *
   * @param what has happened to it
   */
  void ended(FlinkDeployment seen, String deployment, String what) {
    world.story().tell("api", "%s is %s", deployment, what);
    state.ended(seen, deployment);
  }

  /** I3: Flink is asked for nothing that is not written down. */
  void asked(String triggerId) {
    if (!triggersWritten.contains(triggerId)) {
      throw new Violation("I3", "operation " + triggerId + " is asked for and not written down");
    }
  }

  @Override
  public void began(JobManagerProcess process, SimJob job) {
    for (JobManagerProcess other : world.flink().processes()) {
      if (other != process
          && other.working()
          && !other.pod().deployment().equals(process.pod().deployment())) {
        throw new Violation("I1", "job " + job.id() + " begins while another one works");
      }
    }
    state.began(process, job);
  }
}
