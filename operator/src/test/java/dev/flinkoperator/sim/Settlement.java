package dev.flinkoperator.sim;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.TaskManagerCount;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.plan.SimulatedPlanner;
import dev.flinkoperator.sim.SimApi.KeptRevision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must come true once nobody edits and nothing goes wrong any more. */
final class Settlement {

  private final World world;
  private final SimUser user;

  Settlement(World world, SimUser user) {
    this.world = world;
    this.user = user;
  }

  /** I4: settled within a bound. */
  void await(long bound, long quiet) {
    long end = world.timeline().now() + bound;
    int calls = -1;
    long since = 0;
    while (world.timeline().now() < end) {
      if (world.tally().all() != calls) {
        calls = world.tally().all();
        since = world.timeline().now();
      }
      if (world.timeline().now() - since >= quiet && verdict() != null) {
        return;
      }
      letGo();
      world.run(5_000);
    }
    FlinkDeployment resource = world.api().resource();
    throw new Violation(
        "I4",
        "not settled in "
            + bound / 1000
            + " s: "
            + (resource == null ? "no resource" : resource.getStatus()));
  }

  /** Who has deleted a session cluster sees what it waits for, and cancels it. */
  private void letGo() {
    FlinkDeployment resource = world.api().resource();
    JobManagerProcess process = world.flink().serving();
    if (user.session() && resource != null && resource.isMarkedForDeletion() && process != null) {
      world.flink().end(process, "CANCELED");
    }
  }

  /** Ready or Stalled tells the truth. */
  void check() {
    FlinkDeployment resource = world.api().resource();
    if (resource == null) {
      return;
    }
    String reason = String.valueOf(verdict());
    JobManagerProcess process = world.flink().serving();
    SimJob job = process == null ? null : process.job();
    Wish wish = user.wish();
    switch (reason) {
      case "JobRunning" -> {
        is(wish.running() && wish.valid(), reason, "not what was asked for");
        is(job != null && job.works(), reason, "no job works");
        asAsked(reason, process);
        asParallel(reason, process);
        childrenAsRecorded(resource, reason);
        taskManagersAsRecorded(resource, reason);
        is(
            job == null
                || !wish.stateful()
                || StateTruth.holds(job.head(), world.truth().state().acknowledged()),
            reason,
            "it lacks what was acknowledged");
      }
      case "ClusterRunning" -> {
        is(user.session() && wish.valid(), reason, "not what was asked for");
        is(process != null, reason, "nobody answers");
        asAsked(reason, process);
        childrenAsRecorded(resource, reason);
        taskManagersAsRecorded(resource, reason);
      }
      case "Finished" -> {
        is(wish.valid(), reason, "the spec is not valid");
        is(job == null || job.state().equals("FINISHED"), reason, "the job has not finished");
      }
      case "Suspended" -> {
        is(!wish.running() && wish.valid(), reason, "not what was asked for");
        is(world.api().pods.isEmpty(), reason, "pods are left");
        is(world.api().deployments.isEmpty(), reason, "the Deployment is left");
        is(world.api().taskManagers.isEmpty(), reason, "TaskManagers are left");
      }
      case "InvalidSpec" -> is(!wish.valid() || noPath(wish), reason, "the spec is valid");
      case "RolledBack" -> {
        is(wish.running() && wish.valid(), reason, "not what was asked for");
        is(job != null && job.works(), reason, "no job works");
      }
      case "JobCanceled" ->
          is(job == null || job.state().equals("CANCELED"), reason, "the job is not cancelled");
      case "JobFailed" ->
          is(job == null || job.state().equals("FAILED"), reason, "the job has not failed");
      case "PodCannotStart" ->
          is(wish.image().equals(Launched.BROKEN), reason, "the image is not broken");
      case "StatefulUpgradeNotSupported", "RestorePointUnknown" ->
          is(wish.stateful() || filesGone(resource), reason, "the job is stateless");
      default -> throw new Violation("I4", "settled as " + reason);
    }
  }

  /** What somebody else has changed in a child of a cluster that runs is put right again. */
  private void childrenAsRecorded(FlinkDeployment resource, String reason) {
    String name = resource.getStatus().getRevision();
    KeptRevision kept = name == null ? null : world.api().revisions.get(name);
    OwnedFields config = world.api().configs.get(SimApi.CONFIG);
    is(
        kept != null
            && config != null
            && config.matches(
                SimApi.OPERATOR,
                SimChildren.owned(
                    kept.revision().objects().flinkConfig(), resource.getMetadata().getUid())),
        reason,
        "the ConfigMap is not as recorded: " + config);
    SimDeployment deployment = world.api().deployments.get(SimApi.NAME);
    is(
        kept != null
            && deployment != null
            && deployment
                .fields()
                .matches(SimApi.OPERATOR, SimDeployment.wanted(kept.revision().launchedAs())),
        reason,
        "the Deployment is not as recorded: " + deployment);
  }

  /** As many as asked for, scaled or launched so, and the scale subresource tells of them. */
  private void taskManagersAsRecorded(FlinkDeployment resource, String reason) {
    KeptRevision kept = world.api().revisions.get(resource.getStatus().getRevision());
    SimDeployment jobManager = world.api().deployments.get(SimApi.NAME);
    if (!world.standalone() || kept == null || jobManager == null) {
      return;
    }
    SimTaskManagerDeployment there = world.api().taskManagers.get(SimTaskManagerDeployment.NAME);
    is(
        there != null
            && there
                .fields()
                .matches(
                    SimApi.OPERATOR,
                    SimTaskManagerDeployment.wanted(kept.revision(), jobManager.uid())),
        reason,
        "the TaskManagers are not as recorded: " + there);
    int wanted =
        TaskManagerCount.of(user.spec(), EffectiveConfiguration.of(Map.of(), resource).entries());
    long pods = world.api().pods.all().stream().filter(p -> !p.view().jobManager()).count();
    is(pods == wanted, reason, pods + " TaskManagers are there, not " + wanted);
    Integer told = resource.getStatus().getTaskManager().getReplicas();
    is(told == wanted, reason, told + " TaskManagers are told, not " + wanted);
  }

  /** I5: at rest nothing is written and nothing is read. */
  void silent(long millis) {
    int before = world.tally().all();
    world.run(millis);
    if (world.tally().all() != before) {
      throw new Violation("I5", world.tally().all() - before + " calls at rest");
    }
  }

  /** I6: nothing is left behind. */
  void deletion(long bound) {
    boolean occupied = user.session() && world.flink().submitToSession("f".repeat(32));
    world.story().tell("user", "deletes the resource");
    world.api().delete();
    if (occupied) {
      waits();
    }
    long end = world.timeline().now() + bound;
    while (world.timeline().now() < end && !empty()) {
      world.run(5_000);
    }
    if (!empty()) {
      throw new Violation("I6", "left behind: " + world.api().left());
    }
  }

  /** A session cluster is not deleted with a job that somebody has submitted. */
  private void waits() {
    world.run(60_000);
    JobManagerProcess process = world.flink().serving();
    if (process == null || !process.working() || !"WaitingForJobs".equals(reconciling())) {
      throw new Violation("I6", "a session cluster is deleted while a job runs in it");
    }
    world.flink().end(process, "CANCELED");
  }

  private @Nullable String reconciling() {
    FlinkDeployment resource = world.api().resource();
    return resource == null
        ? null
        : resource.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("Reconciling"))
            .map(c -> c.getReason())
            .findFirst()
            .orElse(null);
  }

  private boolean empty() {
    return world.api().left().isEmpty();
  }

  private static boolean noPath(Wish wish) {
    return wish.redeployNonce() != null && wish.initialPath() == null;
  }

  /** The job has failed for that, and only another restartNonce starts it again, from empty. */
  private static boolean filesGone(FlinkDeployment resource) {
    return "FAILED".equals(resource.getStatus().getJobStatus().getState())
        && resource.getStatus().getConditions().stream()
            .anyMatch(
                c ->
                    c.getMessage().contains("its files are gone")
                        && c.getMessage().contains("restartNonce"));
  }

  private void asAsked(String reason, @Nullable JobManagerProcess process) {
    List<KeptRevision> launched =
        world.api().revisions.all().stream()
            .filter(
                kept ->
                    process != null
                        && kept.revision().launchedAs().equals(process.launched().revision()))
            .toList();
    is(!launched.isEmpty(), reason, "its revision is not recorded");
    is(
        launched.stream().anyMatch(kept -> SimulatedPlanner.same(user.spec(), kept.revision())),
        reason,
        "what runs is not what was asked for");
  }

  /** More than Flink takes from a running job it has only where the launch gives it that. */
  private void asParallel(String reason, @Nullable JobManagerProcess process) {
    Integer wanted = user.wish().override();
    SimJob job = process == null ? null : process.job();
    if (wanted == null || process == null || job == null) {
      return;
    }
    boolean atLaunch = user.wish().version().equals("v1_20");
    boolean later = process.launched().adaptive() && wanted <= SimScale.MOST;
    is(
        job.scale().parallelism() == wanted || !(atLaunch || later),
        reason,
        "the vertex runs with " + job.scale().parallelism() + " of " + wanted);
  }

  private static void is(boolean true_, String reason, String otherwise) {
    if (!true_) {
      throw new Violation("I4", "settled as " + reason + ", but " + otherwise);
    }
  }

  /** The reason of Ready or Stalled, if one of them is true for the newest spec; else null. */
  @Nullable String verdict() {
    FlinkDeployment resource = world.api().resource();
    if (resource == null) {
      return "Gone";
    }
    if (resource.getStatus() == null
        || resource.getStatus().getConditions() == null
        || !resource
            .getMetadata()
            .getGeneration()
            .equals(resource.getStatus().getObservedGeneration())) {
      return null;
    }
    return resource.getStatus().getConditions().stream()
        .filter(c -> c.getStatus().equals("True"))
        .filter(c -> c.getType().equals("Ready") || c.getType().equals("Stalled"))
        .map(c -> c.getReason())
        .findFirst()
        .orElse(null);
  }
}
