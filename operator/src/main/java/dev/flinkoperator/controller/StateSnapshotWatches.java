package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.JobReference;
import dev.flinkoperator.observe.StateSnapshotObserver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What wakes state snapshots that have not come to their end: the job they are of, which may come
 * later than they.
 */
final class StateSnapshotWatches {

  private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "ABANDONED");

  private StateSnapshotWatches() {}

  static List<EventSource<?, FlinkStateSnapshot>> all(
      EventSourceContext<FlinkStateSnapshot> context, boolean sessionJobs) {
    List<EventSource<?, FlinkStateSnapshot>> all = new ArrayList<>();
    all.add(
        watch(context, FlinkDeployment.class, "applications", JobReference.Kind.FLINKDEPLOYMENT));
    if (sessionJobs) {
      all.add(
          watch(context, FlinkSessionJob.class, "session-jobs", JobReference.Kind.FLINKSESSIONJOB));
    }
    return all;
  }

  private static <R extends HasMetadata> EventSource<R, FlinkStateSnapshot> watch(
      EventSourceContext<FlinkStateSnapshot> context,
      Class<R> type,
      String index,
      JobReference.Kind kind) {
    IndexerResourceCache<FlinkStateSnapshot> snapshots = context.getPrimaryCache();
    snapshots.addIndexers(
        Map.of(
            index,
            snapshot -> referred(snapshot, kind).stream().map(StateSnapshotWatches::key).toList()));
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, FlinkStateSnapshot.class)
            .withName(index)
            .withPrimaryToSecondaryMapper((FlinkStateSnapshot snapshot) -> referred(snapshot, kind))
            .withSecondaryToPrimaryMapper(
                (R resource) ->
                    snapshots.byIndex(index, key(ResourceID.fromResource(resource))).stream()
                        .filter(StateSnapshotWatches::goesOn)
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .build(),
        context);
  }

  private static Set<ResourceID> referred(FlinkStateSnapshot snapshot, JobReference.Kind kind) {
    String name = StateSnapshotObserver.named(snapshot, kind);
    return name == null
        ? Set.of()
        : Set.of(new ResourceID(name, snapshot.getMetadata().getNamespace()));
  }

  private static String key(ResourceID id) {
    return id.getNamespace().orElse("") + "/" + id.getName();
  }

  private static boolean goesOn(FlinkStateSnapshot snapshot) {
    return snapshot.isMarkedForDeletion()
        || snapshot.getStatus() == null
        || !ENDED.contains(String.valueOf(snapshot.getStatus().getState()));
  }
}
