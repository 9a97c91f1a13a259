package dev.flinkoperator.sim;

import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Operators that each lack one precaution. */
final class Flaws {

  private Flaws() {}

  /** The status is only written at the end of a pass. */
  static Flaw intentNotSaved() {
    return new Flaw() {
      @Override
      public Plan planned(Plan plan) {
        return only(plan, step -> !(step instanceof Step.SaveIntent));
      }
    };
  }

  /** Only an edit of the spec makes a pass. */
  static Flaw othersNotNoticed() {
    return new Flaw() {
      @Override
      public boolean noticesOthers() {
        return false;
      }

      @Override
      public boolean needsLeaderChanges() {
        return true;
      }
    };
  }

  /** It asks Flink once for the parallelism of an edit, and takes that for done. */
  static Flaw rescalesOnce() {
    Set<RescaleQuestion> asked = new HashSet<>();
    return new Flaw() {
      @Override
      public Plan planned(Plan plan) {
        return only(
            plan,
            step ->
                !(step instanceof Step.Rescale rescale) || asked.add(rescale.answer().question()));
      }
    };
  }

  /** A cluster that is being deleted is taken for gone. */
  static Flaw deletionNotWaitedFor() {
    return new Flaw() {
      @Override
      public Observation seen(Observation seen) {
        JobManagerView jobManager = seen.jobManager();
        boolean gone = jobManager == null || jobManager.deleting();
        return gone ? with(seen, null, seen.checkpoints(), seen.operation()) : seen;
      }

      @Override
      public boolean confirms() {
        return false;
      }
    };
  }

  /** A savepoint that is under way is taken for completed. */
  static Flaw restorePointMovedEarly() {
    return new Flaw() {
      @Override
      public Observation seen(Observation seen) {
        return seen.operation() instanceof OperationView.Running running
            ? with(
                seen,
                seen.jobManager(),
                seen.checkpoints(),
                new OperationView.Completed(running.triggerId(), "s3://savepoints/expected"))
            : seen;
      }
    };
  }

  /** What was heard of checkpoints before a job ended is taken for all it had completed. */
  static Flaw observationTrustedAfterStop() {
    return new Flaw() {
      @Override
      public Observation seen(Observation seen) {
        CheckpointsView heard = seen.checkpoints();
        return heard == null || heard.afterEnd()
            ? seen
            : with(
                seen,
                seen.jobManager(),
                new CheckpointsView(
                    heard.jobId(),
                    heard.startTime(),
                    true,
                    heard.newest(),
                    heard.beforeRestart(),
                    heard.restored()),
                seen.operation());
      }
    };
  }

  /** A leader that has lost its lease acts on. */
  static Flaw notFenced() {
    return new Flaw() {
      @Override
      public boolean fences() {
        return false;
      }

      @Override
      public boolean needsLeaderChanges() {
        return true;
      }
    };
  }

  /** A job that the watches do not show to have begun is taken for one that never has. */
  static Flaw watchesTrusted() {
    return new Flaw() {
      @Override
      public boolean looksAgain() {
        return false;
      }
    };
  }

  /** A JobManager Deployment that vanishes during a pass is made again at once. */
  static Flaw vanishedMadeAgain() {
    return new Flaw() {
      @Override
      public boolean leavesVanished() {
        return false;
      }
    };
  }

  /** Whatever JobManager Deployment is there when the children are applied is made as planned. */
  static Flaw planNotKeptTo() {
    return new Flaw() {
      @Override
      public boolean keepsToPlan() {
        return false;
      }

      @Override
      public boolean needsLeaderChanges() {
        return true;
      }
    };
  }

  /** Children are applied without force: what somebody else has set stays a conflict. */
  static Flaw notForced() {
    return new Flaw() {
      @Override
      public boolean forces() {
        return false;
      }
    };
  }

  /** TaskManagers that are left without their JobManager Deployment are not its business. */
  static Flaw orphansLeft() {
    return new Flaw() {
      @Override
      public boolean endsOrphans() {
        return false;
      }
    };
  }

  /** The plan without the other steps. */
  private static Plan only(Plan plan, Predicate<Step> kept) {
    return new Plan(
        plan.verdict(),
        plan.inForce(),
        plan.launching(),
        plan.reconciled(),
        plan.steps().stream().filter(kept).toList(),
        plan.apply(),
        plan.follow(),
        plan.notices(),
        plan.wake(),
        plan.state(),
        plan.healing());
  }

  private static Observation with(
      Observation seen,
      @Nullable JobManagerView jobManager,
      @Nullable CheckpointsView checkpoints,
      @Nullable OperationView operation) {
    return new Observation(
        seen.resource(),
        seen.inForce(),
        seen.revisions(),
        jobManager,
        jobManager == null ? List.of() : seen.pods(),
        seen.job(),
        checkpoints,
        operation,
        seen.highAvailability());
  }
}
