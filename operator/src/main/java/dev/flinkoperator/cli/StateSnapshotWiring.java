package dev.flinkoperator.cli;

import dev.flinkoperator.act.FlinkOperations;
import dev.flinkoperator.act.StateSnapshotActions;
import dev.flinkoperator.config.OperatorConfig;
import dev.flinkoperator.controller.FlinkStateSnapshotReconciler;
import dev.flinkoperator.controller.PollEvents;
import dev.flinkoperator.event.Events;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.metrics.OperatorMetrics;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.observe.PollIntervals;
import dev.flinkoperator.observe.StateSnapshotObserver;
import dev.flinkoperator.plan.PlanSettings;
import dev.flinkoperator.plan.StateSnapshotPlanner;
import dev.flinkoperator.status.StateSnapshotStatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of state snapshots, with a poller of its own, which asks only while a snapshot is
 * being taken or disposed of.
 *
 * @param poller to be closed in the end
 */
record StateSnapshotWiring(FlinkStateSnapshotReconciler reconciler, JobPoller poller) {

  private static final Logger LOG = LoggerFactory.getLogger(StateSnapshotWiring.class);

  /** As {@link SessionJobWiring#known}. */
  static boolean known(KubernetesClient client) {
    boolean known;
    try {
      known = client.supports(FlinkStateSnapshot.class);
    } catch (KubernetesClientException e) {
      LOG.warn("The API server does not say which kinds it has: {}", e.getMessage());
      return true;
    }
    if (!known) {
      LOG.info(
          "The API server does not know FlinkStateSnapshot: state snapshots are left alone until its"
              + " CRD is installed and the operator started again");
    }
    return known;
  }

  static StateSnapshotWiring wire(
      OperatorConfig config,
      PlanSettings settings,
      KubernetesClient client,
      FlinkRest rest,
      Events events,
      OperatorMetrics metrics,
      Clock clock,
      KnownKinds kinds) {
    PollEvents<FlinkStateSnapshot> pollEvents = new PollEvents<>();
    JobPoller poller =
        new JobPoller(
            rest,
            clock,
            new PollIntervals(config.polling().moving(), config.polling().stable()),
            pollEvents::changed);
    return new StateSnapshotWiring(
        new FlinkStateSnapshotReconciler(
            new StateSnapshotObserver(poller, kinds.sessionJobs()),
            new StateSnapshotPlanner(settings),
            new StateSnapshotActions(client, new FlinkOperations(rest, poller), kinds),
            new StateSnapshotStatusWriter(config.limits().errorLength()),
            events,
            poller,
            pollEvents,
            new MeteredStateSnapshotPasses(metrics.states()),
            clock,
            kinds.sessionJobs()),
        poller);
  }
}
