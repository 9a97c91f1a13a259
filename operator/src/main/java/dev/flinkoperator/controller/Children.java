package dev.flinkoperator.controller;

import dev.flinkoperator.desired.RevisionCodec;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.HighAvailabilityMaps;
import dev.flinkoperator.observe.HighAvailabilityViews;
import dev.flinkoperator.observe.JobManagerViews;
import dev.flinkoperator.observe.Labels;
import dev.flinkoperator.observe.PodViews;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One watch a kind of child, selected by label, shared by all resources. */
final class Children {

  static final String CONFIG_MAPS = "configmaps";
  static final String SERVICES = "services";
  static final String DEPLOYMENTS = "deployments";
  static final String INGRESSES = "ingresses";

  private Children() {}

  static List<EventSource<?, FlinkDeployment>> watches(
      EventSourceContext<FlinkDeployment> context) {
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(ConfigMap.class, FlinkDeployment.class)
                .withName(CONFIG_MAPS)
                .withLabelSelector(Labels.CHILDREN)
                .withOnAddFilter(added -> !highAvailability(added))
                .withOnUpdateFilter(Children::configMapChanged)
                .withOnDeleteFilter((gone, unknown) -> !highAvailability(gone))
                .withSecondaryToPrimaryMapper(Children::owner)
                .build(),
            context),
        watch(context, Service.class, SERVICES, Labels.CHILDREN, Children::changed),
        watch(context, Deployment.class, DEPLOYMENTS, Labels.CHILDREN, Children::jobManagerChanged),
        watch(context, Ingress.class, INGRESSES, Labels.CHILDREN, Children::changed),
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(ControllerRevision.class, FlinkDeployment.class)
                .withName("revisions")
                .withLabelSelector(RevisionCodec.OWNER_LABEL)
                // Nobody but us makes them, and they never change.
                .withOnAddFilter(added -> false)
                .withOnUpdateFilter((newer, older) -> false)
                .withSecondaryToPrimaryMapper(Children::owner)
                .build(),
            context),
        watch(
            context,
            Pod.class,
            "pods",
            Labels.PODS,
            (newer, older) -> !PodViews.of(newer).equals(PodViews.of(older))));
  }

  private static <R extends HasMetadata> EventSource<R, FlinkDeployment> watch(
      EventSourceContext<FlinkDeployment> context,
      Class<R> type,
      String name,
      String selector,
      OnUpdateFilter<R> relevant) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, FlinkDeployment.class)
            .withName(name)
            .withLabelSelector(selector)
            .withOnUpdateFilter(relevant)
            .withSecondaryToPrimaryMapper(Children::owner)
            .build(),
        context);
  }

  /**
   * By label rather than by owner: what a person has orphaned is still ours to see. By owner when
   * the label is gone: the JobManager Deployment, which owns the others, is named like the
   * resource.
   */
  private static Set<ResourceID> owner(HasMetadata child) {
    var labels = child.getMetadata().getLabels();
    String name = labels.getOrDefault(RevisionCodec.OWNER_LABEL, labels.get(Labels.APP));
    Stream<String> names =
        name == null
            ? child.getMetadata().getOwnerReferences().stream().map(OwnerReference::getName)
            : Stream.of(name);
    return names
        .map(each -> new ResourceID(each, child.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }

  /**
   * A leader writes into its ConfigMap every few seconds, and a job with each checkpoint. Only the
   * first checkpoint of a job is news: from then on a new JobManager begins there.
   */
  private static boolean configMapChanged(ConfigMap newer, ConfigMap older) {
    return highAvailability(newer)
        ? HighAvailabilityViews.namesCheckpoint(newer)
            && !HighAvailabilityViews.namesCheckpoint(older)
        : changed(newer, older);
  }

  private static boolean highAvailability(ConfigMap map) {
    String cluster = map.getMetadata().getLabels().get(Labels.APP);
    return cluster != null && HighAvailabilityMaps.belongsTo(cluster, map);
  }

  private static boolean changed(HasMetadata newer, HasMetadata older) {
    return !Objects.equals(
        newer.getMetadata().getResourceVersion(), older.getMetadata().getResourceVersion());
  }

  /** Deployments report every pod that comes and goes; few of these reports change anything. */
  private static boolean jobManagerChanged(Deployment newer, Deployment older) {
    return !JobManagerViews.of(newer).equals(JobManagerViews.of(older))
        || !Objects.equals(newer.getMetadata().getGeneration(), older.getMetadata().getGeneration())
        || !newer.getMetadata().getLabels().equals(older.getMetadata().getLabels())
        || !annotations(newer).equals(annotations(older))
        || !Objects.equals(
            newer.getMetadata().getOwnerReferences(), older.getMetadata().getOwnerReferences());
  }

  /** Without the one that the Deployment's own controller counts its revisions in. */
  private static Map<String, String> annotations(Deployment deployment) {
    Map<String, String> annotations = new HashMap<>(deployment.getMetadata().getAnnotations());
    annotations.remove("deployment.kubernetes.io/revision");
    return annotations;
  }
}
