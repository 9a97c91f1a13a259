package dev.flinkoperator.sim;

import dev.flinkoperator.sim.SimApi.HighAvailabilityMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What Flink does in its containers: start, restore, run, checkpoint, end. */
final class SimFlink implements SimKubernetes.Containers {

  /**
   * Written as path where high-availability metadata is to be used, as the Apache operator does.
   */
  static final String LAST_STATE = "KUBERNETES_OPERATOR_LAST_STATE";

  private final Timeline timeline;
  private final Dice dice;
  private final SimApi api;
  private final Story story;
  private final Supplier<Climate> climate;
  private final Storage storage;
  private final JobStarts starts;
  private final SimOperations operations;
  private final SimRescales rescales;
  private final SimSlots slots;
  private final List<JobManagerProcess> processes = new ArrayList<>();
  private final Set<String> results = new HashSet<>();
  private @Nullable SimKubernetes kubernetes;

  /** Told of every job that begins. */
  interface JobStarts {
    void began(JobManagerProcess process, SimJob job);
  }

  SimFlink(
      Timeline timeline,
      Dice dice,
      SimApi api,
      Story story,
      Supplier<Climate> climate,
      Storage storage,
      JobStarts starts) {
    this.timeline = timeline;
    this.dice = dice;
    this.api = api;
    this.story = story;
    this.climate = climate;
    this.storage = storage;
    this.starts = starts;
    this.rescales = new SimRescales(timeline, new Dice(7), story);
    this.slots = new SimSlots(timeline, dice, story);
    this.operations = new SimOperations(timeline, dice.split(), this, storage, story);
  }

  SimOperations operations() {
    return operations;
  }

  SimRescales rescales() {
    return rescales;
  }

  double savepointFailure() {
    return climate.get().savepointFailure();
  }

  void runOn(SimKubernetes cluster) {
    kubernetes = cluster;
  }

  /** Those whose containers run. */
  List<JobManagerProcess> processes() {
    return processes;
  }

  /** Whom the REST service leads to; null: nobody. */
  @Nullable JobManagerProcess serving() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      if (processes.get(i).serving()) {
        return processes.get(i);
      }
    }
    return null;
  }

  @Override
  public void start(SimPod pod, Launched launched) {
    JobManagerProcess process = new JobManagerProcess(pod, launched);
    processes.add(process);
    timeline.after(dice.millis(1_500, climate.get().startUp()), () -> serve(process));
  }

  @Override
  public void kill(String pod) {
    processes.removeIf(
        process -> {
          boolean its = process.pod().name().equals(pod);
          if (its) {
            process.kill();
          }
          return its;
        });
  }

  @Override
  public void slotsChanged(String deployment, boolean lost) {
    SimKubernetes cluster = Objects.requireNonNull(kubernetes);
    processes.stream()
        .filter(process -> process.serving() && process.pod().deployment().equals(deployment))
        .forEach(process -> slots.changed(process, lost, cluster.taskManagers()));
  }

  /** The job ends for good; Flink cleans up after it. */
  void end(JobManagerProcess process, String state) {
    SimJob job = process.job();
    if (job == null || job.ended()) {
      return;
    }
    job.turn(state, timeline.instant());
    story.tell("flink", "job %s is %s", job.id(), state);
    if (process.launched().highAvailable()) {
      results.add(job.id());
      api.metadata.remove(HighAvailabilityMap.nameOf(job.id()));
    }
    Snapshot retained = process.retained();
    // Retained on cancellation and failure, not when the job is done.
    if (state.equals("FINISHED") && retained != null) {
      storage.deleteDone(retained);
    }
  }

  private void serve(JobManagerProcess process) {
    if (!process.alive() || kubernetes == null) {
      return;
    }
    process.serve();
    SimKubernetes cluster = kubernetes;
    String uid = process.pod().deployment();
    timeline.after(dice.millis(100, 2_000), () -> available(process, cluster));
    submit(process);
    if (!process.working()) {
      return; // without a job no TaskManager is asked for
    }
    if (process.launched().standalone()) {
      slots.changed(process, false, cluster.taskManagers());
      checkpointLater(process);
      return;
    }
    boolean has =
        cluster.podsOf(uid).stream().anyMatch(p -> !p.view().jobManager() && !p.view().deleting());
    if (has) {
      timeline.after(dice.millis(200, 2_000), () -> tasksUp(process));
    } else {
      cluster.createTaskManager(uid, () -> tasksUp(process));
    }
  }

  private static void available(JobManagerProcess process, SimKubernetes cluster) {
    if (process.alive()) {
      cluster.available(process.pod().deployment());
    }
  }

  private void submit(JobManagerProcess process) {
    Launched launched = process.launched();
    String id = launched.jobId();
    if (id.isEmpty()) {
      story.tell("flink", "a session cluster is up");
      return;
    }
    if (launched.highAvailable() && results.contains(id)) {
      story.tell("flink", "job %s has ended before; it is not run again", id);
      return;
    }
    HighAvailabilityMap map = api.metadata.get(HighAvailabilityMap.nameOf(id));
    String path =
        launched.highAvailable() && map != null && map.checkpoint() != null
            ? map.checkpoint()
            : launched.path();
    Snapshot base = storage.at(path);
    SimJob job = new SimJob(id, timeline.instant(), base, rescales.begin(launched));
    process.job(job);
    if (path != null && base == null) {
      story.tell("flink", "job %s cannot be restored from %s", id, path);
      end(process, "FAILED");
      return;
    }
    if (launched.highAvailable()) {
      api.metadata.put(
          HighAvailabilityMap.nameOf(id),
          new HighAvailabilityMap(id, map == null ? null : map.checkpoint()));
      if (map != null && base != null && path != null && path.equals(map.checkpoint())) {
        process.retain(base.savepoint() ? null : base);
      }
    }
    story.tell("flink", "job %s begins from %s", id, base == null ? "empty" : base.path());
    job.turn("RUNNING", timeline.instant());
    starts.began(process, job);
  }

  /**
   * Somebody submits a job past the operator, unless one runs already.
   *
   * @return false: nobody answers
   */
  boolean submitToSession(String id) {
    JobManagerProcess process = serving();
    if (process == null || !process.launched().jobId().isEmpty()) {
      return false;
    }
    if (!process.working()) {
      SimJob job = new SimJob(id, timeline.instant(), null, new SimScale(1));
      job.turn("RUNNING", timeline.instant());
      job.tasksUp(true);
      process.job(job);
      story.tell("somebody", "submits job %s", id);
    }
    return true;
  }

  private void tasksUp(JobManagerProcess process) {
    SimJob job = process.job();
    if (process.alive() && job != null && !job.ended()) {
      job.tasksUp(true);
      checkpointLater(process);
    }
  }

  private void checkpointLater(JobManagerProcess process) {
    long interval = climate.get().checkpointInterval();
    timeline.after(interval + dice.millis(0, 500), () -> checkpoint(process));
  }

  private void checkpoint(JobManagerProcess process) {
    SimJob job = process.job();
    if (!process.alive() || job == null || job.ended()) {
      return;
    }
    if (job.works()) {
      takeCheckpoint(process);
    }
    checkpointLater(process);
  }

  /**
   * Of a job that works: the new one takes the place of the one before.
   *
   * @return false: a former run of the job has left one there, and Flink overwrites none
   */
  boolean takeCheckpoint(JobManagerProcess process) {
    SimJob job = Objects.requireNonNull(process.job());
    String prefix = "s3://checkpoints/" + job.id() + "/chk-";
    if (storage.at(job.next(prefix)) != null) {
      job.skip();
      return false;
    }
    Snapshot taken = job.snapshot(prefix, false, timeline.instant());
    storage.put(taken);
    if (process.launched().highAvailable()) {
      api.metadata.put(
          HighAvailabilityMap.nameOf(job.id()), new HighAvailabilityMap(job.id(), taken.path()));
    }
    Snapshot older = process.retained();
    if (older != null) {
      storage.delete(older);
    }
    process.retain(taken);
    return true;
  }
}
