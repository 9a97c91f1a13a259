package dev.flinkoperator.sim;

import dev.flinkoperator.observe.view.PodTrouble;
import dev.flinkoperator.observe.view.PodView;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a Flink cluster.
 *
 * @param deployment uid of the JobManager Deployment it belongs to
 * @param controller uid of the Deployment of TaskManagers that made it; null: another has
 */
record SimPod(PodView view, String deployment, @Nullable String controller) {

  static SimPod starting(String name, boolean jobManager, String deployment) {
    return new SimPod(new PodView(name, jobManager, false, false, null), deployment, null);
  }

  /** In standalone mode. */
  static SimPod taskManager(String name, String deployment, String controller) {
    return new SimPod(new PodView(name, false, false, false, null), deployment, controller);
  }

  String name() {
    return view.name();
  }

  /** A TaskManager that no Deployment has made: its JobManager has a job. */
  boolean askedForByFlink() {
    return !view.jobManager() && controller == null;
  }

  SimPod deleting() {
    return with(true, view.trouble());
  }

  SimPod troubled(@Nullable PodTrouble trouble) {
    return with(view.deleting(), trouble);
  }

  private SimPod with(boolean deleting, @Nullable PodTrouble trouble) {
    return new SimPod(
        new PodView(view.name(), view.jobManager(), deleting, view.ended(), trouble),
        deployment,
        controller);
  }
}
