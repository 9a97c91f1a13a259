package dev.flinkoperator.cli;

import dev.flinkoperator.act.FlinkOperations;
import dev.flinkoperator.act.JobSubmitter;
import dev.flinkoperator.act.SessionJobActions;
import dev.flinkoperator.act.Submissions;
import dev.flinkoperator.config.OperatorConfig;
import dev.flinkoperator.controller.FlinkSessionJobReconciler;
import dev.flinkoperator.controller.PollEvents;
import dev.flinkoperator.event.Events;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.metrics.OperatorMetrics;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.observe.PollIntervals;
import dev.flinkoperator.observe.SessionJobObserver;
import dev.flinkoperator.observe.SubmissionAnswers;
import dev.flinkoperator.plan.PlanSettings;
import dev.flinkoperator.plan.SessionJobPlanner;
import dev.flinkoperator.status.SessionJobStatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of session jobs, with a poller of its own: jobs may be named like clusters.
 *
 * @param poller to be closed in the end
 */
record SessionJobWiring(FlinkSessionJobReconciler reconciler, JobPoller poller) {

  private static final Logger LOG = LoggerFactory.getLogger(SessionJobWiring.class);

  /**
   * Whether the API server has the kind; without it session clusters do well all the same. One that
   * does not say is taken to have it: the watch then tells what is wrong.
   */
  static boolean known(KubernetesClient client) {
    boolean known;
    try {
      known = client.supports(FlinkSessionJob.class);
    } catch (KubernetesClientException e) {
      LOG.warn("The API server does not say which kinds it has: {}", e.getMessage());
      return true;
    }
    if (!known) {
      LOG.info(
          "The API server does not know FlinkSessionJob: session jobs are left alone until its CRD is"
              + " installed and the operator started again");
    }
    return known;
  }

  static SessionJobWiring wire(
      OperatorConfig config,
      PlanSettings settings,
      KubernetesClient client,
      FlinkRest rest,
      JobSubmitter submitter,
      Events events,
      OperatorMetrics metrics,
      Clock clock,
      KnownKinds kinds) {
    PollEvents<FlinkSessionJob> pollEvents = new PollEvents<>();
    JobPoller poller =
        new JobPoller(
            rest,
            clock,
            new PollIntervals(config.polling().moving(), config.polling().stable()),
            pollEvents::changed);
    SubmissionAnswers answers = new SubmissionAnswers(pollEvents::changed, clock);
    return new SessionJobWiring(
        new FlinkSessionJobReconciler(
            new SessionJobObserver(poller, answers, kinds),
            new SessionJobPlanner(settings),
            new SessionJobActions(
                client,
                new FlinkOperations(rest, poller),
                new Submissions(rest, submitter, answers, clock),
                kinds,
                (about, notice) -> events.publish(about, notice.reason(), notice.message())),
            new SessionJobStatusWriter(config.limits().errorLength()),
            events,
            poller,
            pollEvents,
            new MeteredSessionJobPasses(metrics.states()),
            clock,
            kinds),
        poller);
  }
}
