package dev.flinkoperator.controller;

import dev.flinkoperator.act.Outcome;
import dev.flinkoperator.act.SessionJobActions;
import dev.flinkoperator.event.Events;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.observe.CheckpointsAge;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.observe.NamedSnapshots;
import dev.flinkoperator.observe.Pace;
import dev.flinkoperator.observe.PollTarget;
import dev.flinkoperator.observe.SessionJobObserver;
import dev.flinkoperator.observe.view.SessionJobObservation;
import dev.flinkoperator.plan.Follow;
import dev.flinkoperator.plan.Notice;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.SessionJobPlan;
import dev.flinkoperator.plan.SessionJobPlanner;
import dev.flinkoperator.status.SessionJobStatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Observe, plan, act, report: one pass for a FlinkSessionJob. Decides nothing itself. */
@ControllerConfiguration(
    name = FlinkSessionJobReconciler.NAME,
    finalizerName = "flinksessionjobs.flink.apache.org/finalizer",
    fieldManager = FlinkDeploymentReconciler.FIELD_MANAGER)
public final class FlinkSessionJobReconciler
    implements Reconciler<FlinkSessionJob>, Cleaner<FlinkSessionJob> {

  public static final String NAME = "flinksessionjob";

  private static final Logger LOG = LoggerFactory.getLogger(FlinkSessionJobReconciler.class);
  private static final Duration SOON = Duration.ofMillis(500);

  private final SessionJobObserver observer;
  private final SessionJobPlanner planner;
  private final SessionJobActions actions;
  private final SessionJobStatusWriter statuses;
  private final Events events;
  private final JobPoller poller;
  private final PollEvents<FlinkSessionJob> pollEvents;
  private final PassListener<FlinkSessionJob> listener;
  private final Clock clock;
  private final KnownKinds kinds;
  private final OwnWrites own = new OwnWrites();

  public FlinkSessionJobReconciler(
      SessionJobObserver observer,
      SessionJobPlanner planner,
      SessionJobActions actions,
      SessionJobStatusWriter statuses,
      Events events,
      JobPoller poller,
      PollEvents<FlinkSessionJob> pollEvents,
      PassListener<FlinkSessionJob> listener,
      Clock clock,
      KnownKinds kinds) {
    this.observer = observer;
    this.planner = planner;
    this.actions = actions;
    this.statuses = statuses;
    this.events = events;
    this.poller = poller;
    this.pollEvents = pollEvents;
    this.listener = listener;
    this.clock = clock;
    this.kinds = kinds;
    pollEvents.onGone(this::forget);
  }

  @Override
  public List<EventSource<?, FlinkSessionJob>> prepareEventSources(
      EventSourceContext<FlinkSessionJob> context) {
    List<EventSource<?, FlinkSessionJob>> sources = new ArrayList<>();
    sources.add(SessionJobWatches.clusters(context));
    sources.add(pollEvents);
    if (kinds.stateSnapshots()) {
      sources.add(NamedSnapshotWatch.of(context, FlinkSessionJob.class, NamedSnapshots::nameIn));
    }
    return sources;
  }

  /** Which updates of a resource make a pass. */
  public OnUpdateFilter<FlinkSessionJob> relevantUpdates() {
    return new RelevantUpdates<>(own);
  }

  @Override
  public UpdateControl<FlinkSessionJob> reconcile(
      FlinkSessionJob resource, Context<FlinkSessionJob> context) {
    UpdateControl<FlinkSessionJob> control = UpdateControl.noUpdate();
    Duration wake = pass(resource, context).wake();
    return wake == null ? control : control.rescheduleAfter(wake);
  }

  @Override
  public DeleteControl cleanup(FlinkSessionJob resource, Context<FlinkSessionJob> context) {
    Passed passed = pass(resource, context);
    if (passed.plan() != null && SessionJobPlan.finishesDeletion(passed.plan())) {
      forget(resource);
      return DeleteControl.defaultDelete();
    }
    Duration wake = passed.wake();
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(wake == null ? SOON : wake);
  }

  /**
   * @param plan what was done; null: a step had to wait, or somebody else was faster
   * @param wake when to look again; null: when something happens
   */
  private record Passed(@Nullable SessionJobPlan plan, @Nullable Duration wake) {}

  private Passed pass(FlinkSessionJob resource, Context<FlinkSessionJob> context) {
    Instant now = clock.instant();
    ResourceID id = ResourceID.fromResource(resource);
    SessionJobStatusPatch patch = new SessionJobStatusPatch(resource, context, own);
    SessionJobPlan plan;
    try {
      SessionJobObservation seen = observer.observe(resource, context);
      plan = planner.plan(seen, now);
      FlinkSessionJobStatus status = statuses.render(resource, plan, now);
      Outcome outcome =
          actions.run(plan.plan().steps(), id, () -> patch.writeIntent(status), patch::resource);
      if (outcome instanceof Outcome.Waiting) {
        return new Passed(null, SOON);
      }
      if (!SessionJobPlan.finishesDeletion(plan)) { // see Pass
        patch.write(status);
      }
    } catch (RuntimeException failure) {
      if (Refusal.isConflict(failure)) {
        return new Passed(null, SOON);
      }
      report(patch, failure, now);
      throw failure;
    }
    follow(id, plan.plan());
    plan.plan().notices().forEach(notice -> tell(resource, notice));
    listener.passed(patch.resource());
    return new Passed(plan, own.wake(id, plan.plan().wake()));
  }

  /** That the report fails too is only logged: a deletion must not hang on it. */
  private void report(SessionJobStatusPatch patch, RuntimeException failure, Instant now) {
    try {
      patch.write(statuses.failed(patch.resource(), Refusal.health(failure), now));
    } catch (RuntimeException second) {
      LOG.warn("The status of a failed pass could not be written: {}", second.getMessage());
    }
  }

  private void tell(FlinkSessionJob resource, Notice notice) {
    LOG.atInfo()
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("name", resource.getMetadata().getName())
        .addKeyValue("generation", resource.getMetadata().getGeneration())
        .addKeyValue("reason", notice.reason().reason())
        .log(notice.message());
    events.publish(resource, notice.reason(), notice.message());
  }

  private void forget(FlinkSessionJob resource) {
    ResourceID id = ResourceID.fromResource(resource);
    poller.forget(id);
    actions.forget(id);
    own.forget(id);
    listener.gone(resource);
  }

  private void follow(ResourceID id, Plan plan) {
    Follow follow = plan.follow();
    if (follow == null) {
      poller.forget(id);
      return;
    }
    poller.follow(
        id,
        new PollTarget(
            follow.address(),
            follow.epoch(),
            follow.moving() ? Pace.MOVING : Pace.STABLE,
            follow.checkpointsOf(),
            CheckpointsAge.of(plan.inForce() == null ? Map.of() : plan.inForce().configuration()),
            follow.operation(),
            follow.restarts(),
            follow.rescale(),
            follow.size()));
  }
}
