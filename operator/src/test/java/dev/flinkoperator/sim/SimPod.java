package dev.flinkoperator.sim;

import dev.flinkoperator.observe.view.PodTrouble;
import dev.flinkoperator.observe.view.PodView;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a Flink cluster.
 *
 * @param deployment uid of the JobManager Deployment it belongs to
 */
record SimPod(PodView view, String deployment) {

  static SimPod starting(String name, boolean jobManager, String deployment) {
    return new SimPod(new PodView(name, jobManager, false, false, null), deployment);
  }

  String name() {
    return view.name();
  }

  SimPod deleting() {
    return with(true, view.trouble());
  }

  SimPod troubled(@Nullable PodTrouble trouble) {
    return with(view.deleting(), trouble);
  }

  private SimPod with(boolean deleting, @Nullable PodTrouble trouble) {
    return new SimPod(
        new PodView(view.name(), view.jobManager(), deleting, view.ended(), trouble), deployment);
  }
}
