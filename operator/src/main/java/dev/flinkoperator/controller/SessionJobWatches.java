package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.observe.SessionJobObserver;
import dev.flinkoperator.observe.SessionJobViews;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What wakes session jobs: their clusters, which may come later than they; and what wakes those.
 */
final class SessionJobWatches {

  private static final String BY_CLUSTER = "cluster";

  private SessionJobWatches() {}

  static EventSource<?, FlinkSessionJob> clusters(EventSourceContext<FlinkSessionJob> context) {
    IndexerResourceCache<FlinkSessionJob> jobs = context.getPrimaryCache();
    jobs.addIndexers(Map.of(BY_CLUSTER, SessionJobWatches::keys));
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(FlinkDeployment.class, FlinkSessionJob.class)
            .withName("clusters")
            .withOnUpdateFilter(SessionJobWatches::changed)
            .withPrimaryToSecondaryMapper(
                (FlinkSessionJob job) ->
                    SessionJobObserver.clusterNames(job).stream()
                        .map(name -> new ResourceID(name, job.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
            .withSecondaryToPrimaryMapper(cluster -> jobsOf(cluster, jobs))
            .build(),
        context);
  }

  static EventSource<?, FlinkDeployment> jobs(EventSourceContext<FlinkDeployment> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(FlinkSessionJob.class, FlinkDeployment.class)
            .withName("session-jobs")
            .withOnUpdateFilter(
                (newer, older) -> !SessionJobViews.of(newer).equals(SessionJobViews.of(older)))
            .withSecondaryToPrimaryMapper(
                (FlinkSessionJob job) ->
                    SessionJobObserver.clusterNames(job).stream()
                        .map(name -> new ResourceID(name, job.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
            .build(),
        context);
  }

  private static List<String> keys(FlinkSessionJob job) {
    return SessionJobObserver.clusterNames(job).stream()
        .map(name -> job.getMetadata().getNamespace() + "/" + name)
        .toList();
  }

  private static Set<ResourceID> jobsOf(
      FlinkDeployment cluster, IndexerResourceCache<FlinkSessionJob> jobs) {
    String key = cluster.getMetadata().getNamespace() + "/" + cluster.getMetadata().getName();
    return jobs.byIndex(BY_CLUSTER, key).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** Of what a cluster's status says, its jobs look at this only. */
  private static boolean changed(FlinkDeployment newer, FlinkDeployment older) {
    return !Objects.equals(newer.getMetadata().getGeneration(), older.getMetadata().getGeneration())
        || newer.isMarkedForDeletion() != older.isMarkedForDeletion()
        || !Objects.equals(jobManager(newer), jobManager(older))
        || !Objects.equals(reason(newer), reason(older));
  }

  private static @Nullable String jobManager(FlinkDeployment cluster) {
    FlinkDeploymentStatus status = cluster.getStatus();
    return status == null ? null : status.getJobManagerDeploymentStatus();
  }

  private static @Nullable String reason(FlinkDeployment cluster) {
    FlinkDeploymentStatus status = cluster.getStatus();
    return status == null || status.getConditions() == null
        ? null
        : status.getConditions().stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .map(Condition::getReason)
            .findFirst()
            .orElse(null);
  }
}
