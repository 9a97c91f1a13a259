package dev.flinkoperator.cli;

import dev.flinkoperator.config.OperatorConfig;
import dev.flinkoperator.metrics.OperatorMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up the framework. */
final class Operators {

  private static final Logger LOG = LoggerFactory.getLogger(Operators.class);

  private Operators() {}

  static Operator create(
      OperatorConfig config,
      KubernetesClient client,
      OperatorMetrics metrics,
      Identity identity,
      Runnable leadershipLost) {
    LOG.info(
        "flink-operator {} as {}, watching {}",
        Version.text(),
        identity.name(),
        config.watch().allNamespaces() ? "all namespaces" : config.watch().namespaces());
    return new Operator(
        overrider -> {
          overrider
              .withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withMetrics(metrics.josdk())
              .withConcurrentReconciliationThreads(config.reconcile().parallelism())
              .withConcurrentWorkflowExecutorThreads(config.reconcile().parallelism())
              .withReconciliationTerminationTimeout(config.reconcile().terminationTimeout())
              .withStopOnInformerErrorDuringStartup(config.reconcile().stopOnInformerError())
              .withPreviousAnnotationForDependentResources(false)
              .withParseResourceVersions(true)
              // A finalizer added by apply would bring back a resource that is just being deleted.
              .withUseSSAToPatchPrimaryResource(false);
          if (config.leaderElection().enabled()) {
            elect(overrider, config.leaderElection(), metrics, identity, leadershipLost);
          }
        });
  }

  /**
   * @param relevant which updates of a resource make a pass
   */
  static <P extends HasMetadata> void register(
      Operator operator,
      Reconciler<P> reconciler,
      OnUpdateFilter<P> relevant,
      OperatorConfig config) {
    operator.register(
        reconciler,
        overrider -> {
          overrider.withGenerationAware(false).withOnUpdateFilter(relevant);
          if (config.watch().allNamespaces()) {
            overrider.watchingAllNamespaces();
          } else {
            overrider.settingNamespaces(config.watch().namespaces());
          }
          if (!config.watch().labelSelector().isBlank()) {
            overrider.withLabelSelector(config.watch().labelSelector());
          }
          if (config.reconcile().rateLimit() > 0) {
            overrider.withRateLimiter(
                new LinearRateLimiter(
                    config.reconcile().ratePeriod(), config.reconcile().rateLimit()));
          }
          overrider.withRetry(
              GenericRetry.defaultLimitedExponentialRetry()
                  .withoutMaxAttempts()
                  .setInitialInterval(config.reconcile().retryInitial().toMillis())
                  .setMaxInterval(config.reconcile().retryMax().toMillis()));
        });
  }

  private static void lead(OperatorMetrics metrics) {
    metrics.leading(true);
    LOG.info("Holding the lease; working from now on");
  }

  /** Another may lead as soon as the lease is lost, so nothing is finished first. */
  private static void elect(
      ConfigurationServiceOverrider overrider,
      OperatorConfig.LeaderElection election,
      OperatorMetrics metrics,
      Identity identity,
      Runnable leadershipLost) {
    LeaderElectionConfiguration configuration =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.leaseName())
            .withLeaseNamespace(identity.namespace())
            .withIdentity(identity.name())
            .withLeaseDuration(election.leaseDuration())
            .withRenewDeadline(election.renewDeadline())
            .withRetryPeriod(election.retryPeriod())
            .withLeaderCallbacks(
                new LeaderCallbacks(() -> lead(metrics), leadershipLost, leader -> {}))
            .withExitOnStopLeading(false)
            .build();
    overrider.withLeaderElectionConfiguration(configuration);
  }
}
