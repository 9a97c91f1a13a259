package dev.flinkoperator.controller;

import dev.flinkoperator.act.Actions;
import dev.flinkoperator.act.Outcome;
import dev.flinkoperator.dependent.FlinkConfigMapDependent;
import dev.flinkoperator.dependent.IngressDependent;
import dev.flinkoperator.dependent.IngressWanted;
import dev.flinkoperator.dependent.InternalServiceDependent;
import dev.flinkoperator.dependent.InternalServiceWanted;
import dev.flinkoperator.dependent.JobManagerDependent;
import dev.flinkoperator.dependent.PodTemplateDependent;
import dev.flinkoperator.dependent.PodTemplateWanted;
import dev.flinkoperator.dependent.RestServiceDependent;
import dev.flinkoperator.dependent.TaskManagerDependent;
import dev.flinkoperator.dependent.TaskManagerWanted;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.Events;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.CheckpointsAge;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.observe.NamedSnapshots;
import dev.flinkoperator.observe.Observer;
import dev.flinkoperator.observe.Pace;
import dev.flinkoperator.observe.PollTarget;
import dev.flinkoperator.observe.Revisions;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.Deletion;
import dev.flinkoperator.plan.Follow;
import dev.flinkoperator.plan.Notice;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.Planner;
import dev.flinkoperator.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
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

/** Observe, plan, act, apply, report: one pass for a FlinkDeployment. Decides nothing itself. */
@ControllerConfiguration(
    name = FlinkDeploymentReconciler.NAME,
    finalizerName = "flinkdeployments.flink.apache.org/finalizer",
    fieldManager = FlinkDeploymentReconciler.FIELD_MANAGER)
@Workflow(
    explicitInvocation = true,
    handleExceptionsInReconciler = true,
    dependents = {
      @Dependent(
          name = "flink-config",
          type = FlinkConfigMapDependent.class,
          useEventSourceWithName = Children.CONFIG_MAPS),
      @Dependent(
          name = "pod-template",
          type = PodTemplateDependent.class,
          reconcilePrecondition = PodTemplateWanted.class,
          useEventSourceWithName = Children.CONFIG_MAPS),
      @Dependent(
          name = "jobmanager",
          type = JobManagerDependent.class,
          dependsOn = "flink-config",
          useEventSourceWithName = Children.DEPLOYMENTS),
      @Dependent(
          name = "taskmanager",
          type = TaskManagerDependent.class,
          reconcilePrecondition = TaskManagerWanted.class,
          dependsOn = "jobmanager",
          useEventSourceWithName = Children.DEPLOYMENTS),
      @Dependent(
          name = "internal-service",
          type = InternalServiceDependent.class,
          reconcilePrecondition = InternalServiceWanted.class,
          useEventSourceWithName = Children.SERVICES),
      @Dependent(
          name = "rest-service",
          type = RestServiceDependent.class,
          useEventSourceWithName = Children.SERVICES),
      @Dependent(
          name = "ingress",
          type = IngressDependent.class,
          reconcilePrecondition = IngressWanted.class,
          useEventSourceWithName = Children.INGRESSES)
    })
public final class FlinkDeploymentReconciler
    implements Reconciler<FlinkDeployment>, Cleaner<FlinkDeployment> {

  public static final String NAME = "flinkdeployment";
  public static final String FIELD_MANAGER = "flink-operator";

  private static final Logger LOG = LoggerFactory.getLogger(FlinkDeploymentReconciler.class);
  private static final Duration SOON = Duration.ofMillis(500);

  private final Observer observer;
  private final Revisions revisions;
  private final Planner planner;
  private final Actions actions;
  private final StatusWriter statuses;
  private final Events events;
  private final JobPoller poller;
  private final PollEvents<FlinkDeployment> pollEvents;
  private final PassListener<FlinkDeployment> listener;
  private final Clock clock;
  private final KnownKinds kinds;
  private final OwnWrites own = new OwnWrites();

  public FlinkDeploymentReconciler(
      Observer observer,
      Revisions revisions,
      Planner planner,
      Actions actions,
      StatusWriter statuses,
      Events events,
      JobPoller poller,
      PollEvents<FlinkDeployment> pollEvents,
      PassListener<FlinkDeployment> listener,
      Clock clock,
      KnownKinds kinds) {
    this.observer = observer;
    this.revisions = revisions;
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
  public List<EventSource<?, FlinkDeployment>> prepareEventSources(
      EventSourceContext<FlinkDeployment> context) {
    List<EventSource<?, FlinkDeployment>> sources = new ArrayList<>(Children.watches(context));
    sources.add(pollEvents);
    if (kinds.sessionJobs()) {
      sources.add(SessionJobWatches.jobs(context));
    }
    if (kinds.stateSnapshots()) {
      sources.add(NamedSnapshotWatch.of(context, FlinkDeployment.class, NamedSnapshots::nameIn));
    }
    return sources;
  }

  /** Which updates of a resource make a pass. */
  public OnUpdateFilter<FlinkDeployment> relevantUpdates() {
    return new RelevantUpdates<>(own);
  }

  @Override
  public UpdateControl<FlinkDeployment> reconcile(
      FlinkDeployment resource, Context<FlinkDeployment> context) {
    UpdateControl<FlinkDeployment> control = UpdateControl.noUpdate();
    Duration wake = pass(resource, context).wake();
    return wake == null ? control : control.rescheduleAfter(wake);
  }

  @Override
  public DeleteControl cleanup(FlinkDeployment resource, Context<FlinkDeployment> context) {
    Passed passed = pass(resource, context);
    if (passed.plan() != null && Deletion.finishes(passed.plan())) {
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
  private record Passed(@Nullable Plan plan, @Nullable Duration wake) {}

  private Passed pass(FlinkDeployment resource, Context<FlinkDeployment> context) {
    Instant now = clock.instant();
    StatusPatch patch = new StatusPatch(resource, context, own);
    Pass pass = new Pass(actions, statuses, patch, context);
    Plan plan;
    try {
      Observation seen = observer.observe(resource, context, kinds);
      plan = planner.plan(seen, now);
      if (pass.run(seen, plan, now) instanceof Outcome.Waiting) {
        return new Passed(null, SOON);
      }
    } catch (RuntimeException failure) {
      if (Refusal.isConflict(failure)) {
        return new Passed(null, SOON);
      }
      pass.report(failure, now);
      throw failure;
    }
    follow(ResourceID.fromResource(resource), plan);
    plan.notices().forEach(notice -> tell(resource, notice));
    listener.passed(patch.resource());
    return new Passed(plan, own.wake(ResourceID.fromResource(resource), plan.wake()));
  }

  private void tell(FlinkDeployment resource, Notice notice) {
    LOG.atInfo()
        .addKeyValue("namespace", resource.getMetadata().getNamespace())
        .addKeyValue("name", resource.getMetadata().getName())
        .addKeyValue("generation", resource.getMetadata().getGeneration())
        .addKeyValue("reason", notice.reason().reason())
        .log(notice.message());
    events.publish(resource, notice.reason(), notice.message());
  }

  private void forget(FlinkDeployment resource) {
    ResourceID id = ResourceID.fromResource(resource);
    poller.forget(id);
    actions.forget(id);
    revisions.forget(id);
    own.forget(id);
    listener.gone(resource);
  }

  private void follow(ResourceID id, Plan plan) {
    Follow follow = plan.follow();
    if (follow == null) {
      poller.forget(id);
      return;
    }
    Revision inForce = plan.inForce();
    poller.follow(
        id,
        new PollTarget(
            follow.address(),
            follow.epoch(),
            follow.moving() ? Pace.MOVING : Pace.STABLE,
            follow.checkpointsOf(),
            CheckpointsAge.of(inForce == null ? Map.of() : inForce.configuration()),
            follow.operation(),
            follow.restarts(),
            follow.rescale(),
            follow.size()));
  }
}
