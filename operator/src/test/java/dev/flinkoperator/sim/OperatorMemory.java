package dev.flinkoperator.sim;

import dev.flinkoperator.act.SimulatedOperations;
import dev.flinkoperator.controller.OwnWrites;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.Operation;
import dev.flinkoperator.observe.CheckpointsAge;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.Pace;
import dev.flinkoperator.observe.PollTarget;
import dev.flinkoperator.observe.SimulatedPoller;
import dev.flinkoperator.observe.view.HighAvailabilityView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.plan.Follow;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.sim.SimApi.HighAvailabilityMap;
import dev.flinkoperator.sim.SimApi.KeptRevision;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that one operator process knows: its watch caches, what the real poller has heard, and the
 * revision in force. It is told when to look, and gone when the process ends.
 */
final class OperatorMemory {

  static final ResourceID ID = new ResourceID(SimApi.NAME, SimApi.NAMESPACE);

  final WatchCache<FlinkDeployment> resources;
  final WatchCache<SimDeployment> deployments;
  final WatchCache<OwnedFields> configs;
  final WatchCache<SimTaskManagerDeployment> taskManagers;
  final RevisionMemory revision;
  final SimulatedOperations operations;
  private final Flaw flaw;
  final OwnWrites own = new OwnWrites();
  private final WatchCache<SimPod> pods;
  private final WatchCache<KeptRevision> revisions;
  private final WatchCache<HighAvailabilityMap> metadata;
  private final JobPoller poller;
  private final Runnable news;

  /**
   * @param lag of each piece of news, in milliseconds
   * @param news something has changed that a pass is made for
   */
  OperatorMemory(
      World world, Dice dice, Calls calls, Clock clock, LongSupplier lag, Runnable news) {
    SimApi api = world.api();
    Timeline timeline = world.timeline();
    this.news = news;
    this.flaw = world.flaw();
    this.revision = new RevisionMemory(api, calls);
    this.resources = new WatchCache<>(api.resources, timeline, lag, this::resourceChanged);
    this.deployments = new WatchCache<>(api.deployments, timeline, lag, this::childChanged);
    this.taskManagers = new WatchCache<>(api.taskManagers, timeline, lag, this::childChanged);
    this.pods = new WatchCache<>(api.pods, timeline, lag, this::childChanged);
    this.configs = new WatchCache<>(api.configs, timeline, lag, this::childChanged);
    this.revisions = new WatchCache<>(api.revisions, timeline, lag, (before, after) -> {});
    this.metadata = new WatchCache<>(api.metadata, timeline, lag, this::metadataChanged);
    SimRest rest = new SimRest(world, dice.split());
    this.poller =
        SimulatedPoller.with(
            rest,
            clock,
            id -> news.run(),
            timeline::now,
            timeline::after,
            bound -> dice.millis(0, bound));
    this.operations = new SimulatedOperations(rest, poller);
  }

  Observation observe(FlinkDeployment resource) {
    String uid = resource.getMetadata().getUid();
    Revision inForce = revision.inForce(resource, revisions);
    SimDeployment deployment = deployments.get(SimApi.NAME);
    SimulatedPoller.Heard heard = SimulatedPoller.heard(poller, ID);
    Observation seen =
        new Observation(
            resource,
            inForce,
            revisions.all().stream()
                .filter(kept -> kept.ownerUid().equals(uid))
                .map(k -> new Observation.RevisionName(k.revision().name(), k.revision().number()))
                .sorted(Comparator.comparingLong(Observation.RevisionName::number))
                .toList(),
            deployment == null ? null : deployment.view(),
            pods.all().stream().map(SimPod::view).toList(),
            heard.jobs(),
            heard.checkpoints(),
            operation(resource, heard),
            new HighAvailabilityView(
                metadata.all().stream().map(HighAvailabilityMap::jobId).collect(Collectors.toSet()),
                metadata.all().stream()
                    .filter(map -> map.checkpoint() != null)
                    .map(HighAvailabilityMap::jobId)
                    .collect(Collectors.toSet())),
            stable(resource, inForce),
            poller.disposal(ID),
            heard.restarts());
    return seen.told(heard.rescale());
  }

  /** As it is in the watch, like in the observer. */
  private @Nullable Revision stable(FlinkDeployment resource, @Nullable Revision inForce) {
    String name =
        resource.getStatus() == null ? null : resource.getStatus().getLastStableRevision();
    if (name == null || (inForce != null && inForce.name().equals(name))) {
      return name == null ? null : inForce;
    }
    KeptRevision kept = revisions.get(name);
    return kept == null || !kept.ownerUid().equals(resource.getMetadata().getUid())
        ? null
        : kept.revision();
  }

  /** As the reconciler does after a pass. */
  void follow(Plan plan) {
    Follow follow = plan.follow();
    if (follow == null) {
      poller.forget(ID);
      return;
    }
    Revision inForce = plan.inForce();
    poller.follow(
        ID,
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

  /** The resource is gone. */
  void forget() {
    poller.forget(ID);
    operations.forget(ID);
    revision.forget();
    own.forget(ID);
  }

  void end() {
    poller.close();
    operations.forget(ID);
    resources.stop();
    deployments.stop();
    taskManagers.stop();
    pods.stop();
    revisions.stop();
    configs.stop();
    metadata.stop();
  }

  private static @Nullable OperationView operation(
      FlinkDeployment resource, SimulatedPoller.Heard heard) {
    Operation written = resource.getStatus() == null ? null : resource.getStatus().getOperation();
    OperationView view = heard.operation();
    return written != null && view != null && view.triggerId().equals(written.getTriggerId())
        ? view
        : null;
  }

  private void resourceChanged(@Nullable FlinkDeployment before, @Nullable FlinkDeployment after) {
    if (before == null
        || after == null
        || !Objects.equals(
            before.getMetadata().getGeneration(), after.getMetadata().getGeneration())
        || !before.getMetadata().getUid().equals(after.getMetadata().getUid())
        || before.isMarkedForDeletion() != after.isMarkedForDeletion()
        || writtenByOthers(before, after)) {
      news.run();
    }
  }

  private boolean writtenByOthers(FlinkDeployment before, FlinkDeployment after) {
    return own.concernedBy(ID, before.getStatus(), after.getStatus()) && flaw.noticesOthers();
  }

  private void childChanged(@Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      news.run();
    }
  }

  /** Only the first checkpoint of a job is news. */
  private void metadataChanged(
      @Nullable HighAvailabilityMap before, @Nullable HighAvailabilityMap after) {
    if (before == null
        || after == null
        || (before.checkpoint() == null && after.checkpoint() != null)) {
      news.run();
    }
  }
}
