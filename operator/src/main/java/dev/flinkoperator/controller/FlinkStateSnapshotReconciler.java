package dev.flinkoperator.controller;

import dev.flinkoperator.act.StateSnapshotActions;
import dev.flinkoperator.event.Events;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import dev.flinkoperator.observe.CheckpointsAge;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.Pace;
import dev.flinkoperator.observe.PollTarget;
import dev.flinkoperator.observe.StateSnapshotObserver;
import dev.flinkoperator.plan.Follow;
import dev.flinkoperator.plan.Notice;
import dev.flinkoperator.plan.StateSnapshotPlan;
import dev.flinkoperator.plan.StateSnapshotPlanner;
import dev.flinkoperator.status.StateSnapshotStatusWriter;
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

/** Observe, plan, act, report: one pass for a FlinkStateSnapshot. Decides nothing itself. */
@ControllerConfiguration(
    name = FlinkStateSnapshotReconciler.NAME,
    finalizerName = "flinkstatesnapshots.flink.apache.org/finalizer",
    fieldManager = FlinkDeploymentReconciler.FIELD_MANAGER)
public final class FlinkStateSnapshotReconciler
    implements Reconciler<FlinkStateSnapshot>, Cleaner<FlinkStateSnapshot> {

  public static final String NAME = "flinkstatesnapshot";

  private static final Logger LOG = LoggerFactory.getLogger(FlinkStateSnapshotReconciler.class);
  private static final Duration SOON = Duration.ofMillis(500);

  private final StateSnapshotObserver observer;
  private final StateSnapshotPlanner planner;
  private final StateSnapshotActions actions;
  private final StateSnapshotStatusWriter statuses;
  private final Events events;
  private final JobPoller poller;
  private final PollEvents<FlinkStateSnapshot> pollEvents;
  private final PassListener<FlinkStateSnapshot> listener;
  private final Clock clock;
  private final boolean sessionJobs;
  private final OwnWrites own = new OwnWrites();

  /**
   * @param sessionJobs whether the kind FlinkSessionJob is known to the API server
   */
  public FlinkStateSnapshotReconciler(
      StateSnapshotObserver observer,
      StateSnapshotPlanner planner,
      StateSnapshotActions actions,
      StateSnapshotStatusWriter statuses,
      Events events,
      JobPoller poller,
      PollEvents<FlinkStateSnapshot> pollEvents,
      PassListener<FlinkStateSnapshot> listener,
      Clock clock,
      boolean sessionJobs) {
    this.observer = observer;
    this.planner = planner;
    this.actions = actions;
    this.statuses = statuses;
    this.events = events;
    this.poller = poller;
    this.pollEvents = pollEvents;
    this.listener = listener;
    this.clock = clock;
    this.sessionJobs = sessionJobs;
    pollEvents.onGone(this::forget);
  }

  @Override
  public List<EventSource<?, FlinkStateSnapshot>> prepareEventSources(
      EventSourceContext<FlinkStateSnapshot> context) {
    List<EventSource<?, FlinkStateSnapshot>> sources =
        new ArrayList<>(StateSnapshotWatches.all(context, sessionJobs));
    sources.add(pollEvents);
    return sources;
  }

  /** Which updates of a resource make a pass. */
  public OnUpdateFilter<FlinkStateSnapshot> relevantUpdates() {
    return new RelevantUpdates<>(own);
  }

  @Override
  public UpdateControl<FlinkStateSnapshot> reconcile(
      FlinkStateSnapshot resource, Context<FlinkStateSnapshot> context) {
    UpdateControl<FlinkStateSnapshot> control = UpdateControl.noUpdate();
    StateSnapshotPlan plan = pass(resource, context);
    Duration wake = plan == null ? SOON : own.wake(ResourceID.fromResource(resource), plan.wake());
    return wake == null ? control : control.rescheduleAfter(wake);
  }

  @Override
  public DeleteControl cleanup(FlinkStateSnapshot resource, Context<FlinkStateSnapshot> context) {
    StateSnapshotPlan plan = pass(resource, context);
    if (plan != null && plan.finishesDeletion()) {
      forget(resource);
      return DeleteControl.defaultDelete();
    }
    Duration wake = plan == null ? SOON : plan.wake();
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(wake == null ? SOON : wake);
  }

  /**
   * @return what was done; null: somebody else was faster
   */
  private @Nullable StateSnapshotPlan pass(
      FlinkStateSnapshot resource, Context<FlinkStateSnapshot> context) {
    Instant now = clock.instant();
    ResourceID id = ResourceID.fromResource(resource);
    StateSnapshotStatusPatch patch = new StateSnapshotStatusPatch(resource, context, own);
    StateSnapshotPlan plan;
    try {
      plan = planner.plan(observer.observe(resource, context), now);
      FlinkStateSnapshotStatus status = statuses.render(resource, plan, now);
      actions.run(plan.steps(), id, () -> patch.write(status));
      if (!plan.finishesDeletion()) { // see Pass
        patch.write(status);
      }
    } catch (RuntimeException failure) {
      if (Refusal.isConflict(failure)) {
        return null;
      }
      report(patch, failure, now);
      throw failure;
    }
    follow(id, plan.follow());
    plan.notices().forEach(notice -> tell(resource, notice));
    listener.passed(patch.resource());
    return plan;
  }

  /** That the report fails too is only logged: a deletion must not hang on it. */
  private void report(StateSnapshotStatusPatch patch, RuntimeException failure, Instant now) {
    try {
      patch.write(statuses.failed(patch.resource(), Refusal.health(failure), now));
    } catch (RuntimeException second) {
      LOG.warn("The status of a failed pass could not be written: {}", second.getMessage());
    }
  }

  private void tell(FlinkStateSnapshot resource, Notice notice) {
    LOG.atInfo()
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("name", resource.getMetadata().getName())
        .addKeyValue("reason", notice.reason().reason())
        .log(notice.message());
    events.publish(resource, notice.reason(), notice.message());
  }

  private void forget(FlinkStateSnapshot resource) {
    ResourceID id = ResourceID.fromResource(resource);
    poller.forget(id);
    actions.forget(id);
    own.forget(id);
    listener.gone(resource);
  }

  private void follow(ResourceID id, @Nullable Follow follow) {
    if (follow == null) {
      poller.forget(id);
      actions.forget(id);
      return;
    }
    poller.follow(
        id,
        new PollTarget(
            follow.address(),
            follow.epoch(),
            Pace.MOVING,
            null,
            CheckpointsAge.of(Map.of()),
            follow.operation()));
  }
}
