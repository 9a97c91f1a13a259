package dev.flinkoperator.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches a resource's pods come and go. A pod is there until the API server says it is deleted;
 * one that is only being ended still counts.
 */
public final class PodTimeline implements Watcher<Pod>, AutoCloseable {
  private final Map<String, Pod> present = new LinkedHashMap<>();
  private final List<String> overlaps = new ArrayList<>();
  private final Set<String> jobManagers = new HashSet<>();
  private Watch watch = () -> {};

  private PodTimeline() {}

  public static PodTimeline of(FlinkResource resource) {
    PodTimeline timeline = new PodTimeline();
    var pods =
        Cluster.client().pods().inNamespace(resource.namespace()).withLabel("app", resource.name());
    // In what order those were made that are there already, a list does not tell.
    PodList there = pods.list();
    there.getItems().forEach(timeline::isThere);
    timeline.watch =
        pods.watch(
            new ListOptionsBuilder()
                .withResourceVersion(there.getMetadata().getResourceVersion())
                .build(),
            timeline);
    return timeline;
  }

  private synchronized void isThere(Pod pod) {
    present.put(pod.getMetadata().getUid(), pod);
    if (isJobManager(pod)) {
      jobManagers.add(pod.getMetadata().getUid());
    }
  }

  @Override
  public synchronized void eventReceived(Action action, Pod pod) {
    String uid = pod.getMetadata().getUid();
    if (action == Action.DELETED) {
      present.remove(uid);
      return;
    }
    boolean isNew = !present.containsKey(uid);
    isThere(pod);
    if (isNew && isJobManager(pod)) {
      present.values().stream()
          .filter(other -> !other.getMetadata().getUid().equals(uid))
          .forEach(
              other ->
                  overlaps.add(
                      "%s was created while %s was still there"
                          .formatted(pod.getMetadata().getName(), other.getMetadata().getName())));
    }
  }

  /** No JobManager was ever created beside another one or beside TaskManagers of an older one. */
  public synchronized void assertOneClusterAtATime() {
    assertThat(overlaps).as("two clusters at once").isEmpty();
  }

  /** How many JobManager pods there have been. */
  public synchronized int jobManagersSeen() {
    return jobManagers.size();
  }

  @Override
  public void onClose(WatcherException cause) {
    // The API server ends a watch after half an hour at the earliest; no test takes that long.
  }

  @Override
  public void close() {
    watch.close();
  }

  private static boolean isJobManager(Pod pod) {
    return "jobmanager".equals(pod.getMetadata().getLabels().get("component"));
  }
}
