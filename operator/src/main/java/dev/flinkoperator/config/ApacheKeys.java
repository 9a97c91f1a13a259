package dev.flinkoperator.config;

import java.util.Set;
import java.util.stream.Stream;

/**
 * Settings of Apache's operator (its configuration pages, releases up to 1.15) that its users bring
 * along and that are not settings of this operator as a whole.
 */
final class ApacheKeys {
  private ApacheKeys() {}

  /** Defaults for resources: a resource's own flinkConfiguration may say otherwise. */
  private static final Set<String> OF_RESOURCES =
      prefixed(
          "checkpoint.trigger.grace-period",
          "checkpoint.type",
          "cluster.health-check.checkpoint-progress.enabled",
          "cluster.health-check.checkpoint-progress.window",
          "cluster.health-check.enabled",
          "cluster.health-check.restarts.threshold",
          "cluster.health-check.restarts.window",
          "deployment.readiness.timeout",
          "deployment.rollback.enabled",
          "ingress.manage",
          "jm-deployment-recovery.enabled",
          "jm-deployment.shutdown-ttl",
          "jm-deployment.startup.probe.enabled",
          "job.drain-on-savepoint-deletion",
          "job.restart.failed",
          "job.savepoint-on-deletion",
          "job.upgrade.ignore-pending-savepoint",
          "job.upgrade.inplace-scaling.enabled",
          "job.upgrade.last-state-fallback.enabled",
          "job.upgrade.last-state.job-cancel.enabled",
          "job.upgrade.last-state.max.allowed.checkpoint.age",
          "periodic.checkpoint.interval",
          "periodic.savepoint.interval",
          "pod-template.merge-arrays-by-name",
          "savepoint.cleanup.enabled",
          "savepoint.dispose-on-delete",
          "savepoint.format.type",
          "savepoint.history.max.age",
          "savepoint.history.max.age.threshold",
          "savepoint.history.max.count",
          "savepoint.history.max.count.threshold",
          "savepoint.trigger.grace-period",
          "session.block-on-unmanaged-jobs",
          "session.deletion.block-on-session-jobs",
          "session.deletion.block-on-unmanaged-jobs",
          "snapshot.resource.enabled",
          "user.artifacts.http.header");

  private static final Set<String> PREFIXES_OF_RESOURCES =
      prefixed("bluegreen.", "default-configuration.", "job.autoscaler.");

  /** What has no counterpart here, because this operator works in another way. */
  private static final Set<String> WITHOUT_EFFECT =
      prefixed(
          "cluster.resource-view.refresh-interval",
          "config.cache.size",
          "config.cache.timeout",
          "dynamic.config.check.interval",
          "dynamic.config.enabled",
          "dynamic.namespaces.enabled",
          "events.exceptions.limit-per-reconciliation",
          "events.exceptions.stacktrace-lines",
          "exception.label.mapper",
          "exception.stacktrace.enabled",
          "exception.stacktrace.max.length",
          "exception.throwable.list.max.count",
          "flink.client.cancel.timeout",
          "health.canary.resource.timeout",
          "health.probe.enabled",
          "job.submission.timeout",
          "josdk.metrics.enabled",
          "kubernetes.client.metrics.enabled",
          "kubernetes.client.metrics.http.response.code.groups.enabled",
          "metrics.histogram.sample.size",
          "metrics.reporters",
          "observer.progress-check.interval",
          "observer.rest-ready.delay",
          "observer.savepoint.trigger.grace-period",
          "reconcile.interval",
          "resource.cleanup.timeout",
          "resource.deletion.propagation",
          "resource.lifecycle.metrics.enabled",
          "resource.lifecycle.namespace.histograms.enabled",
          "resource.metrics.enabled",
          "retry.interval.multiplier",
          "retry.max.attempts");

  private static final Set<String> PREFIXES_WITHOUT_EFFECT =
      prefixed("metrics.reporter.", "metrics.scope.", "plugins.");

  /** A default for resources, handed on with Flink's own settings. */
  static boolean isOfResources(String key) {
    return OF_RESOURCES.contains(key) || PREFIXES_OF_RESOURCES.stream().anyMatch(key::startsWith);
  }

  /** A setting that is accepted, and changes nothing. */
  static boolean isWithoutEffect(String key) {
    return WITHOUT_EFFECT.contains(key)
        || PREFIXES_WITHOUT_EFFECT.stream().anyMatch(key::startsWith);
  }

  /** All whole names, for suggestions. */
  static Stream<String> names() {
    return Stream.concat(OF_RESOURCES.stream(), WITHOUT_EFFECT.stream());
  }

  private static Set<String> prefixed(String... names) {
    return Stream.of(names)
        .map(OperatorKeys.PREFIX::concat)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
