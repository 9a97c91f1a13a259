package dev.flinkoperator.cli;

import dev.flinkoperator.act.Actions;
import dev.flinkoperator.act.FlinkOperations;
import dev.flinkoperator.act.JarSubmitter;
import dev.flinkoperator.act.RevisionStore;
import dev.flinkoperator.config.OperatorConfig;
import dev.flinkoperator.controller.FlinkDeploymentReconciler;
import dev.flinkoperator.controller.PollEvents;
import dev.flinkoperator.event.KubernetesEvents;
import dev.flinkoperator.flinkrest.FlinkRestCaller;
import dev.flinkoperator.flinkrest.RestSettings;
import dev.flinkoperator.health.HealthPages;
import dev.flinkoperator.health.HttpPages;
import dev.flinkoperator.health.InformerHealth;
import dev.flinkoperator.health.LastingProblems;
import dev.flinkoperator.jar.SessionJars;
import dev.flinkoperator.metrics.OperatorMetrics;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.observe.Observer;
import dev.flinkoperator.observe.PollIntervals;
import dev.flinkoperator.observe.Revisions;
import dev.flinkoperator.plan.PlanSettings;
import dev.flinkoperator.plan.Planner;
import dev.flinkoperator.status.StatusWriter;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Wires the operator, starts and stops it: the only chain of {@code new}. */
final class OperatorProcess implements AutoCloseable {

  /** How long a watch may be broken before a restart is thought to help. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Operator operator;
  private final Runnable listable;
  private final Shutdown shutdown;

  private OperatorProcess(Operator operator, Runnable listable, Shutdown shutdown) {
    this.operator = operator;
    this.listable = listable;
    this.shutdown = shutdown;
  }

  /**
   * Wires everything; the pages of health and metrics answer from now on.
   *
   * @param cluster whose API server is talked to, and as whom
   * @param clock by which it judges how long something has lasted
   */
  static OperatorProcess wire(OperatorConfig config, ConfigBuilder cluster, Clock clock) {
    Identity identity = Identity.ofProcess(config.leaderElection().leaseNamespace());
    OperatorMetrics metrics = new OperatorMetrics();
    KubernetesClient client = Clients.kubernetes(cluster, metrics);
    KubernetesEvents events = new KubernetesEvents(client, identity.name(), clock);
    FlinkRestCaller rest =
        new FlinkRestCaller(
            RestSettings.defaults()
                .withTimeouts(config.flinkRest().timeout(), config.flinkRest().timeout()),
            (endpoint, outcome, nanos) -> metrics.flinkCall(endpoint, outcome.tag(), nanos));
    PollEvents<FlinkDeployment> pollEvents = new PollEvents<>();
    JobPoller poller =
        new JobPoller(
            rest,
            clock,
            new PollIntervals(config.polling().moving(), config.polling().stable()),
            pollEvents::changed);
    Revisions revisions = new Revisions(client);
    KnownKinds kinds =
        new KnownKinds(SessionJobWiring.known(client), StateSnapshotWiring.known(client));
    FlinkDeploymentReconciler reconciler =
        new FlinkDeploymentReconciler(
            new Observer(poller, revisions),
            revisions,
            new Planner(settings(config)),
            new Actions(
                client,
                new RevisionStore(client, revisions),
                new FlinkOperations(rest, poller),
                FlinkDeploymentReconciler.FIELD_MANAGER,
                kinds,
                (about, notice) -> events.publish(about, notice.reason(), notice.message())),
            new StatusWriter(config.limits().errorLength()),
            events,
            poller,
            pollEvents,
            new MeteredPasses(metrics.states()),
            clock,
            kinds);
    SessionJars jars =
        new SessionJars(rest, JarSettingsOf.config(config), JarFileSystems.of(config));
    SessionJobWiring jobs =
        SessionJobWiring.wire(
            config,
            settings(config),
            client,
            rest,
            new JarSubmitter(jars),
            events,
            metrics,
            clock,
            kinds);
    StateSnapshotWiring stateSnapshots =
        StateSnapshotWiring.wire(
            config, settings(config), client, rest, events, metrics, clock, kinds);
    Shutdown shutdown = new Shutdown();
    Operator operator =
        Operators.create(config, client, metrics, identity, shutdown::leadershipLost);
    Operators.register(operator, reconciler, reconciler.relevantUpdates(), config);
    if (kinds.sessionJobs()) {
      Operators.register(operator, jobs.reconciler(), jobs.reconciler().relevantUpdates(), config);
    }
    if (kinds.stateSnapshots()) {
      Operators.register(
          operator,
          stateSnapshots.reconciler(),
          stateSnapshots.reconciler().relevantUpdates(),
          config);
    }
    InformerHealth informers = new InformerHealth(operator.getRuntimeInfo());
    HttpPages pages =
        HttpPages.start(
            config.ports().health(),
            HealthPages.of(
                new LastingProblems(informers::problems, PATIENCE, clock), informers::problems));
    HttpPages metricPages =
        HttpPages.start(
            config.ports().metrics(),
            Map.of(
                "/metrics",
                () -> new HttpPages.Page(200, OperatorMetrics.CONTENT_TYPE, metrics.scrape())));
    shutdown.onStop("controllers", operator::stop);
    shutdown.onStop("poller", poller::close);
    shutdown.onStop("poller of session jobs", jobs.poller()::close);
    shutdown.onStop("poller of state snapshots", stateSnapshots.poller()::close);
    shutdown.onStop("jars", jars::close);
    shutdown.onStop("events", events::close);
    shutdown.onStop("REST client", rest::close);
    shutdown.onStop("lease", () -> LeaseRelease.release(client, config, identity));
    shutdown.onStop("pages", pages::close);
    shutdown.onStop("metrics", metricPages::close);
    shutdown.onStop("API server client", client::close);
    return new OperatorProcess(operator, () -> await(client, config, kinds), shutdown);
  }

  /** Stops in order when the process is told to end. */
  OperatorProcess stopWithProcess() {
    shutdown.install();
    return this;
  }

  /**
   * Works from now on; with leader election, once the lease is held.
   *
   * @throws io.javaoperatorsdk.operator.OperatorException if it cannot watch what it has to
   */
  void start() {
    listable.run();
    operator.start();
  }

  @Override
  public void close() {
    shutdown.stop();
  }

  private static void await(KubernetesClient client, OperatorConfig config, KnownKinds known) {
    ListableKinds kinds = new ListableKinds(client);
    kinds.await(FlinkDeployment.class, config.watch().namespaces());
    if (known.sessionJobs()) {
      kinds.await(FlinkSessionJob.class, config.watch().namespaces());
    }
    if (known.stateSnapshots()) {
      kinds.await(FlinkStateSnapshot.class, config.watch().namespaces());
    }
  }

  private static PlanSettings settings(OperatorConfig config) {
    return new PlanSettings(
        config.flinkDefaults(),
        config.flinkRest().addressTemplate(),
        config.polling().gracePeriod(),
        config.limits().revisionsKept());
  }
}
