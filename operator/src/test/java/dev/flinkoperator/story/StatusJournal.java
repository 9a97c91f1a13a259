package dev.flinkoperator.story;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every status that a resource has had since the journal was opened. */
final class StatusJournal implements AutoCloseable {

  private final List<FlinkDeployment> seen = new CopyOnWriteArrayList<>();
  private final Watch watch;

  StatusJournal(Subject subject) {
    this.watch =
        subject
            .resource()
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, FlinkDeployment resource) {
                    if (action != Action.BOOKMARK && resource.getStatus() != null) {
                      seen.add(resource);
                    }
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                });
  }

  /**
   * Rows of the status contract without repetitions, each as {@code JobManager, state/success, life
   * cycle, Ready's reason}.
   */
  List<String> rows() {
    List<String> rows = seen.stream().map(resource -> row(resource.getStatus())).toList();
    List<String> changes = new java.util.ArrayList<>();
    for (String row : rows) {
      if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(row)) {
        changes.add(row);
      }
    }
    return changes;
  }

  private static String row(FlinkDeploymentStatus status) {
    var part = status.getReconciliationStatus();
    Condition ready = Subject.condition(status, "Ready");
    return status.getJobManagerDeploymentStatus()
        + ", "
        + (part == null ? "-" : part.getState() + "/" + part.getSuccess())
        + ", "
        + status.getLifecycleState()
        + ", "
        + (ready == null ? "-" : ready.getReason());
  }

  @Override
  public void close() {
    watch.close();
  }
}
