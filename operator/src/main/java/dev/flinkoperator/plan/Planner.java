package dev.flinkoperator.plan;

import dev.flinkoperator.desired.ClusterRenderer;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.IngressRenderer;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.NextRevision.Start;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides everything a pass does: a pure function of what was observed and the time. The same
 * observation gives the same plan, so a pass that is cut off anywhere is simply made again.
 */
public final class Planner {

  private final PlanSettings settings;
  private final NextRevision next;
  private final Convergence convergence;
  private final Takeover takeover;
  private final StatefulJob stateful;
  private final Rollback rollback;
  private final FailedJob failed;
  private final HealthCheck healthCheck;
  private final Rescaling rescaling;
  private final LastSavepoint lastSavepoint;
  private final OccupiedSession occupied;
  private final SessionJobsFirst sessionJobs;
  private final Snapshots snapshots;
  private final SavepointCleanup cleanup;

  public Planner(PlanSettings settings) {
    this(settings, new ClusterRenderer()::render);
  }

  Planner(PlanSettings settings, Rendering rendering) {
    this.settings = settings;
    this.next = new NextRevision(rendering, new IngressRenderer());
    this.convergence = new Convergence(settings);
    this.takeover = new Takeover(settings, next);
    Stopping stopping = new Stopping(settings);
    Handover handover = new Handover(next, convergence, stopping);
    this.stateful = new StatefulJob(next, convergence, handover, stopping);
    Relaunch relaunch = new Relaunch(next, convergence, handover, stopping);
    this.failed = new FailedJob(relaunch);
    this.healthCheck = new HealthCheck(relaunch);
    this.rescaling = new Rescaling(settings);
    this.lastSavepoint = new LastSavepoint(settings);
    this.occupied = new OccupiedSession(settings);
    this.sessionJobs = new SessionJobsFirst(settings);
    this.rollback = new Rollback(settings.grace());
    this.snapshots = new Snapshots(settings);
    this.cleanup = new SavepointCleanup(settings);
  }

  public Plan plan(Observation seen, Instant now) {
    Plan first = sessionJobs.before(decide(seen, now), seen, now);
    Plan decided = Completion.noted(first, seen, settings, now);
    Plan orderly = GoodOrder.kept(JobManagerEnd.goOn(decided, seen, now), seen);
    Plan plan = Advice.along(orderly, seen, settings.flinkDefaults());
    StateRecord state = plan.state() == null ? StateRecord.NOTHING.noncesOf(seen) : plan.state();
    return SnapshotObjects.along(plan, seen, settings, "FlinkDeployment")
        .recording(LastSpec.withNonces(plan.reconciled(), state))
        .healed(plan.healing() == null ? Healing.of(seen.resource()) : plan.healing());
  }

  private Plan decide(Observation seen, Instant now) {
    FlinkDeployment resource = seen.resource();
    if (resource.isMarkedForDeletion()) {
      Plan takenOver = lastSavepoint.wanted(seen) ? takeover.plan(seen, now) : null;
      if (takenOver != null) {
        return takenOver;
      }
      Plan before = occupied.before(seen, now);
      before = before == null ? lastSavepoint.before(seen, now) : before;
      return before == null ? Deletion.plan(seen, now) : before;
    }
    if (resource.getSpec() == null) {
      return rejected(seen, new Rejection(Reason.InvalidSpec, "spec is missing; add it"), now);
    }
    String taken = nameTakenBy(seen);
    if (taken != null) {
      return rejected(seen, new Rejection(Reason.NameTaken, taken), now);
    }
    try {
      EffectiveConfiguration configuration =
          EffectiveConfiguration.of(settings.flinkDefaults(), resource);
      Plan takenOver = seen.inForce() == null ? takeover.plan(seen, now) : null;
      if (takenOver != null) {
        return takenOver;
      }
      RolledBack back = RolledBack.of(seen, settings);
      if (back != null) {
        SnapshotWishes wishes = SnapshotWishes.of(resource, back.configuration());
        Plan plan = run(back.followed(), back.configuration(), now);
        return back.told(snapshots.along(plan, back.followed(), wishes, now));
      }
      Rejection rejection = SpecJudge.judge(seen, configuration);
      if (rejection != null) {
        return rejected(seen, rejection, now);
      }
      return Spec.wantsToRun(resource)
          ? running(seen, configuration, now)
          : suspend(seen, configuration, now);
    } catch (StartUnresolved e) {
      return heldBack(seen, e.health(), now);
    } catch (RenderingException e) {
      return rejected(seen, new Rejection(Reason.InvalidSpec, String.valueOf(e.getMessage())), now);
    }
  }

  private Plan running(Observation seen, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    Plan plan = rollback.watch(seen, run(seen, configuration, now), configuration, now);
    SnapshotWishes wishes = SnapshotWishes.of(seen.resource(), configuration);
    return cleanup.along(snapshots.along(plan, seen, wishes, now), seen, configuration, now);
  }

  private Plan run(Observation seen, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    Revision inForce = seen.inForce();
    if (inForce == null) {
      Rejection unknown = Unrecorded.refusal(seen);
      if (unknown != null) {
        return rejected(seen, unknown, now);
      }
      return anew(seen, Unrecorded.start(seen), configuration, now);
    }
    SpecChange change =
        InPlaceRescale.change(
            seen,
            inForce,
            SpecDiff.between(inForce.spec(), SpecJson.of(seen.resource().getSpec())),
            configuration);
    return change == SpecChange.REDEPLOY
        ? anew(seen, Start.initial(seen), configuration, now)
        : along(seen, inForce, change, configuration, now);
  }

  /** With what was launched last: kept as it is, or changed. */
  private Plan along(
      Observation seen,
      Revision inForce,
      SpecChange change,
      EffectiveConfiguration configuration,
      Instant now)
      throws RenderingException {
    Recorded recorded = new Recorded(seen.resource());
    StateKnowledge state = StateKnowledge.of(seen, inForce);
    boolean goesOn = change != SpecChange.RESTART && !recorded.suspended();
    if (!goesOn) {
      return follow(state, change, configuration, now);
    }
    Plan left = EndedJob.runAnew(state, now);
    left = left == null ? NoRecovery.plan(state, configuration) : left;
    if (left != null) {
      return left;
    }
    Plan plan = follow(state, change, configuration, now);
    if (rollback.deadline(seen, configuration) == null) {
      plan = failed.restart(state, plan, configuration, now);
      plan = healthCheck.care(state, plan, configuration, now);
    }
    return EndedJob.shutDown(
        state, rescaling.along(plan, state, configuration, now), configuration, now);
  }

  private Plan follow(
      StateKnowledge state, SpecChange change, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    Observation seen = state.seen();
    Revision inForce = state.inForce();
    Recorded recorded = new Recorded(seen.resource());
    boolean goesOn = change != SpecChange.RESTART && !recorded.suspended();
    if (Spec.stateful(seen.resource()) || (goesOn && state.beingEnded())) {
      return stateful.run(state, change, configuration, now);
    }
    if (recorded.suspended() || change == SpecChange.RESTART) {
      Plan givenUp = stateful.givenUp(state, fresh(seen), configuration, now);
      return givenUp == null ? anew(seen, fresh(seen), configuration, now) : givenUp;
    }
    if (change == SpecChange.BESIDE) {
      Revision beside = next.beside(seen, inForce, configuration);
      return convergence.towards(seen, beside, true, recorded.launching(), now);
    }
    return convergence.towards(seen, inForce, false, recorded.launching(), now);
  }

  /** A job that nothing of an older one is carried over to. */
  private Plan anew(
      Observation seen, Start start, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    Revision revision = next.launch(seen, configuration, start);
    return convergence.towards(seen, revision, true, true, now).keeping(nonces(seen));
  }

  /** At the first deployment a nonce asks for nothing yet: there is no job to ask. */
  private static StateRecord nonces(Observation seen) {
    Job job = Spec.job(seen.resource());
    return seen.inForce() != null || job == null
        ? StateRecord.NOTHING.noncesOf(seen)
        : new StateRecord(
            null,
            null,
            job.getSavepointTriggerNonce(),
            job.getCheckpointTriggerNonce(),
            SnapshotHistory.NONE);
  }

  private Plan suspend(Observation seen, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    Recorded recorded = new Recorded(seen.resource());
    Revision inForce = seen.inForce();
    Rejection unknown = inForce == null ? Unrecorded.refusal(seen) : null;
    if (unknown != null) {
      return rejected(seen, unknown, now);
    }
    if (inForce == null || recorded.suspended()) {
      // Only to hear now what could not be resumed later.
      next.launch(seen, configuration, Start.empty());
      return seen.clusterGone() ? Suspension.rest(seen) : Suspension.end(seen, now);
    }
    if (Spec.stateful(seen.resource())) {
      return stateful.suspend(StateKnowledge.of(seen, inForce), configuration, now);
    }
    return seen.clusterGone() ? Suspension.settle(seen) : Suspension.end(seen, now);
  }

  /** The spec cannot be followed: say so, and leave what runs alone, but in good order. */
  private Plan rejected(Observation seen, Rejection rejection, Instant now) {
    return heldBack(seen, Health.stalled(rejection.reason(), rejection.message()), now);
  }

  private Plan heldBack(Observation seen, Health health, Instant now) {
    Revision inForce = seen.inForce();
    Recorded recorded = new Recorded(seen.resource());
    if (health.reason() == Reason.NameTaken || inForce == null || recorded.suspended()) {
      return Rejection.nothingRuns(seen, health);
    }
    Observation followed = seen.of(Handover.asDeployed(seen, inForce));
    EffectiveConfiguration deployed = new EffectiveConfiguration(inForce.configuration());
    Plan running = along(followed, inForce, SpecChange.NONE, deployed, now);
    Plan told =
        running
            .judged(Rejection.verdict(running.verdict(), recorded, health))
            .saying(Rejection.notices(seen, health, running));
    return snapshots.along(told, followed, SnapshotWishes.deployed(inForce), now);
  }

  /** Of a job whose state does not matter: initialSavepointPath only counts the first time. */
  private static Start fresh(Observation seen) {
    return new Recorded(seen.resource()).everRan() ? Start.empty() : Start.initial(seen);
  }

  private static @Nullable String nameTakenBy(Observation seen) {
    JobManagerView jobManager = seen.jobManager();
    if (jobManager == null || jobManager.deleting() || seen.ownsJobManager()) {
      return null;
    }
    return "A Deployment named "
        + seen.resource().getMetadata().getName()
        + " exists that does not belong to this resource; delete it, or give this resource"
        + " another name";
  }
}
