package dev.flinkoperator.sim;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.plan.Step;
import dev.flinkoperator.sim.SimApi.HighAvailabilityMap;
import dev.flinkoperator.sim.SimApi.KeptRevision;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out steps on the simulated API server, as act does on a real one. */
final class SimActions {

  private final World world;
  private final SimApi api;
  private final Calls calls;
  private final OperatorMemory memory;
  private final SimOrphans orphans;

  SimActions(World world, Calls calls, OperatorMemory memory) {
    this.world = world;
    this.api = world.api();
    this.calls = calls;
    this.memory = memory;
    this.orphans = new SimOrphans(world, calls);
  }

  /**
   * @param writes the status of the pass under way
   * @param intent the planned one
   * @return false: the world is not ready for it, the pass ends here and is made again soon
   */
  boolean run(
      Step step, FlinkDeployment resource, StatusWrites writes, FlinkDeploymentStatus intent) {
    if (step instanceof Step.RecordRevision record) {
      return record(resource, record.revision());
    }
    if (step instanceof Step.ConfirmClusterGone) {
      return current(writes.resource()) && (!world.flaw().confirms() || confirmGone());
    }
    if (step instanceof Step.ScaleDownJobManager scale) {
      boolean current = current(writes.resource());
      if (current) {
        scaleDown(resource, scale);
      }
      return current;
    }
    if (step instanceof Step.DeleteJobManager delete) {
      boolean current = current(writes.resource());
      if (current) {
        deleteJobManager(resource, delete.uid());
      }
      return current;
    }
    if (step instanceof Step.DeleteUnbegunJobManager delete) {
      return current(writes.resource()) && deleteUnbegun(resource, delete);
    }
    if (step instanceof Step.ConfirmHighAvailability confirm) {
      return confirm(confirm);
    }
    if (step instanceof Step.ConfirmSessionJobs confirm) {
      return calls.read(() -> confirm.isOf(List.of())); // SessionTogetherWalkTest has some
    }
    if (step instanceof Step.SaveIntent) {
      writes.writeIntent(intent);
    } else if (step instanceof Step.DeleteHighAvailabilityMetadata metadata) {
      deleteMetadata(metadata.keptJobId());
    } else if (step instanceof Step.ForgetRevisions forget) {
      forget.names().forEach(this::forget);
    } else if (step instanceof Step.StartOperation start) {
      calls.ask(() -> memory.operations.start(ResourceID.fromResource(resource), start));
    } else if (step instanceof Step.DisposeSavepoint dispose) {
      if (!current(writes.resource())) {
        return false;
      }
      calls.ask(() -> memory.operations.dispose(ResourceID.fromResource(resource), dispose));
    } else if (step instanceof Step.Rescale rescale) {
      if (!current(writes.resource())) {
        return false;
      }
      calls.ask(() -> memory.operations.rescale(ResourceID.fromResource(resource), rescale));
    } else if (step instanceof Step.EndHiddenJobManager) {
      boolean current = current(writes.resource());
      if (current) {
        endHidden(resource);
      }
      return current;
    } else if (step instanceof Step.ReclaimJobManager reclaim) {
      // Nobody takes labels away here; what is left of the step is its question.
      boolean there = calls.read(() -> api.deployments.has(SimApi.NAME));
      if (!there && reclaim.revision().standalone()) {
        orphans.end();
      }
    } else {
      throw new IllegalStateException("the simulator cannot do " + step);
    }
    return true;
  }

  private boolean record(FlinkDeployment resource, Revision revision) {
    KeptRevision kept = new KeptRevision(revision, resource.getMetadata().getUid());
    boolean created =
        calls.write(
            () -> {
              if (api.revisions.has(revision.name())) {
                return false;
              }
              api.revisions.put(revision.name(), kept);
              return true;
            });
    if (created) {
      memory.revision.remember(resource, revision);
      return true;
    }
    @Nullable KeptRevision there = calls.read(() -> api.revisions.get(revision.name()));
    if (there != null && there.ownerUid().equals(kept.ownerUid())) {
      if (sameContent(there.revision(), revision)) {
        return true;
      }
      calls.write(
          () -> {
            api.revisions.remove(revision.name());
            return true;
          });
    }
    return false;
  }

  private static boolean sameContent(Revision one, Revision other) {
    return one.jobId().equals(other.jobId())
        && one.spec().equals(other.spec())
        && one.configuration().equals(other.configuration())
        && Objects.equals(one.restoredFrom(), other.restoredFrom())
        && one.objects().flinkConfig().equals(other.objects().flinkConfig());
  }

  private boolean confirm(Step.ConfirmHighAvailability step) {
    String name = HighAvailabilityMap.nameOf(step.jobId());
    @Nullable HighAvailabilityMap there = calls.read(() -> api.metadata.get(name));
    return (there != null && there.checkpoint() != null) == step.hasCheckpoint();
  }

  /** A live read: nobody has changed the resource since. */
  boolean current(FlinkDeployment written) {
    @Nullable FlinkDeployment live = calls.read(api::resource);
    return !world.flaw().fences()
        || live != null
            && live.getMetadata()
                .getResourceVersion()
                .equals(written.getMetadata().getResourceVersion());
  }

  private boolean confirmGone() {
    boolean deployment = calls.read(() -> api.deployments.has(SimApi.NAME));
    if (deployment) {
      return false;
    }
    return calls.read(() -> api.pods.all().stream().allMatch(pod -> pod.view().ended()));
  }

  private void scaleDown(FlinkDeployment resource, Step.ScaleDownJobManager step) {
    calls.write(
        () -> {
          SimDeployment there = api.deployments.get(SimApi.NAME);
          if (there != null && there.uid().equals(step.uid())) {
            world.truth().ended(resource, step.uid(), "scaled down");
            world.kubernetes().scaleDown(there, step.now());
          }
          return true;
        });
  }

  void deleteJobManager(FlinkDeployment resource, String uid) {
    calls.write(
        () -> {
          SimDeployment there = api.deployments.get(SimApi.NAME);
          if (there != null && there.uid().equals(uid)) {
            world.truth().ended(resource, uid, "being deleted");
            world.kubernetes().deleteForeground(there);
          }
          return true;
        });
  }

  /** In one go, as the deletion is bound to the version of the Deployment that was looked at. */
  private boolean deleteUnbegun(FlinkDeployment resource, Step.DeleteUnbegunJobManager delete) {
    @Nullable SimDeployment there = calls.read(() -> api.deployments.get(SimApi.NAME));
    boolean up =
        there != null
            && (there.view().available() || (world.standalone() && there.view().onceAvailable()));
    boolean changed =
        there == null || !there.uid().equals(delete.uid()) || (up && !delete.available());
    if (world.flaw().looksAgain()
        && (changed
            || calls.read(() -> api.pods.all().stream().anyMatch(SimPod::askedForByFlink)))) {
      return false;
    }
    deleteJobManager(resource, delete.uid());
    return true;
  }

  private void endHidden(FlinkDeployment resource) {
    @Nullable SimDeployment hidden = calls.read(() -> api.deployments.get(SimApi.NAME));
    if (hidden == null) {
      if (world.standalone()) {
        orphans.end();
      }
    } else if (!hidden.view().deleting()
        && hidden.view().ownerUids().contains(resource.getMetadata().getUid())) {
      deleteJobManager(resource, hidden.uid());
    }
  }

  private void deleteMetadata(@Nullable String keptJobId) {
    for (String name : calls.read(() -> api.metadata.snapshot().keySet())) {
      if (keptJobId == null || !name.equals(HighAvailabilityMap.nameOf(keptJobId))) {
        calls.write(
            () -> {
              api.metadata.remove(name);
              return true;
            });
      }
    }
  }

  private void forget(String name) {
    calls.write(
        () -> {
          api.revisions.remove(name);
          return true;
        });
  }
}
