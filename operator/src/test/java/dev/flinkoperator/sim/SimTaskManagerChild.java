package dev.flinkoperator.sim;

import dev.flinkoperator.desired.Revision;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Applies the Deployment of TaskManagers in standalone mode, as its dependent does: only beside a
 * JobManager Deployment of the same launch, and as a part of that one.
 */
final class SimTaskManagerChild {

  private static final String NAME = SimTaskManagerDeployment.NAME;

  private final SimApi api;
  private final SimTaskManagers controller;
  private final Calls calls;
  private final Flaw flaw;
  private final WatchCache<SimDeployment> jobManagers;
  private final WatchCache<SimTaskManagerDeployment> taskManagers;

  SimTaskManagerChild(World world, Calls calls, OperatorMemory memory) {
    this.api = world.api();
    this.controller = world.kubernetes().taskManagers();
    this.calls = calls;
    this.flaw = world.flaw();
    this.jobManagers = memory.deployments;
    this.taskManagers = memory.taskManagers;
  }

  void apply(Revision revision) {
    if (revision.objects().taskManager() == null) {
      return;
    }
    SimDeployment jobManager = jobManagers.get(SimApi.NAME);
    if (jobManager == null
        || jobManager.beingDeleted()
        || !Objects.equals(jobManager.view().revision(), revision.launchedAs())) {
      throw conflict("the JobManager Deployment is not seen yet, or no more");
    }
    Map<String, String> wanted = SimTaskManagerDeployment.wanted(revision, jobManager.uid());
    SimTaskManagerDeployment seen = taskManagers.get(NAME);
    if (seen != null && seen.fields().matches(SimApi.OPERATOR, wanted)) {
      return;
    }
    SimTaskManagerDeployment made =
        calls.write(() -> seen == null ? create(wanted, jobManager.uid()) : patch(wanted));
    taskManagers.wrote(NAME, made, api.lastVersion());
  }

  private SimTaskManagerDeployment create(Map<String, String> wanted, String owner) {
    SimTaskManagerDeployment there = api.taskManagers.get(NAME);
    if (there != null && !owner.equals(there.owner())) {
      throw conflict("those of a former cluster are on their way out");
    }
    return patch(wanted);
  }

  /** Whatever is there; if nothing is, it is made. */
  private SimTaskManagerDeployment patch(Map<String, String> wanted) {
    @Nullable SimTaskManagerDeployment there = api.taskManagers.get(NAME);
    SimTaskManagerDeployment before =
        there == null
            ? new SimTaskManagerDeployment(api.newUid("taskmanagers"), "", false, OwnedFields.NONE)
            : there;
    SimTaskManagerDeployment next =
        before.with(before.fields().applied(SimApi.OPERATOR, wanted, flaw.forces()));
    controller.changed(next);
    return next;
  }

  private static RuntimeException conflict(String message) {
    return SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, message);
  }
}
