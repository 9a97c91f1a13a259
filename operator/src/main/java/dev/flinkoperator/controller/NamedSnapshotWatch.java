package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.observe.NamedSnapshots;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What wakes a job that is to start from a FlinkStateSnapshot: it, which may come later. */
final class NamedSnapshotWatch {

  private static final String BY_SNAPSHOT = "snapshot";

  private NamedSnapshotWatch() {}

  /**
   * @param named the snapshot that a resource names; null: it names none
   */
  static <P extends HasMetadata> EventSource<?, P> of(
      EventSourceContext<P> context, Class<P> kind, Function<P, @Nullable String> named) {
    IndexerResourceCache<P> resources = context.getPrimaryCache();
    resources.addIndexers(
        Map.of(
            BY_SNAPSHOT,
            resource -> {
              String name = named.apply(resource);
              return name == null ? List.of() : List.of(key(resource, name));
            }));
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(FlinkStateSnapshot.class, kind)
            .withName("named-snapshots")
            .withOnUpdateFilter(
                (newer, older) -> !NamedSnapshots.of(newer).equals(NamedSnapshots.of(older)))
            .withPrimaryToSecondaryMapper(
                (P resource) -> {
                  String name = named.apply(resource);
                  return name == null
                      ? Set.of()
                      : Set.of(new ResourceID(name, resource.getMetadata().getNamespace()));
                })
            .withSecondaryToPrimaryMapper(
                (FlinkStateSnapshot snapshot) ->
                    resources
                        .byIndex(BY_SNAPSHOT, key(snapshot, snapshot.getMetadata().getName()))
                        .stream()
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .build(),
        context);
  }

  private static String key(HasMetadata resource, String name) {
    return resource.getMetadata().getNamespace() + "/" + name;
  }
}
