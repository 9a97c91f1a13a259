package dev.flinkoperator.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Reads along every state of every FlinkDeployment in a namespace, as a GitOps tool does, so that a
 * status that is wrong for a moment only is caught too.
 */
public final class StatusJournal implements Watcher<GenericKubernetesResource>, AutoCloseable {
  private final List<StatusView> states = new CopyOnWriteArrayList<>();
  private final Set<String> takenOver = ConcurrentHashMap.newKeySet();
  private Watch watch = () -> {};

  private StatusJournal() {}

  public static StatusJournal of(String namespace) {
    StatusJournal journal = new StatusJournal();
    journal.watch =
        Cluster.client()
            .genericKubernetesResources(FlinkResource.KIND)
            .inNamespace(namespace)
            .watch(journal);
    return journal;
  }

  /** The states of one resource in the order they were written. */
  public Stream<StatusView> of(FlinkResource resource) {
    return states.stream()
        .filter(
            state ->
                state.resource().at("/metadata/name").asText().equals(resource.name())
                    && !state.resource().at("/status").isMissingNode());
  }

  /** Fails with every contradiction found in any status so far. */
  public void assertHonest() {
    assertThat(states.stream().flatMap(state -> HonestStatus.complaints(state).stream()))
        .as("contradictions in the statuses written")
        .isEmpty();
  }

  /**
   * Of this resource nothing is judged before the operator under test has looked at its job: until
   * then what the other one said of the job stands beside Ready=False.
   */
  void takenOver(String name) {
    takenOver.add(name);
  }

  @Override
  public void eventReceived(Action action, GenericKubernetesResource resource) {
    if (action == Action.ADDED || action == Action.MODIFIED) {
      StatusView state = new StatusView(Serialization.jsonMapper().valueToTree(resource));
      if (state.hasCondition("Ready") && !state.reason("Ready").equals("TakingOver")) {
        takenOver.remove(resource.getMetadata().getName());
      }
      if (!takenOver.contains(resource.getMetadata().getName())) {
        states.add(state);
      }
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    // The journal ends where the watch did; what was read so far is judged.
  }

  @Override
  public void close() {
    watch.close();
  }
}
