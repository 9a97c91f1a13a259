package dev.flinkoperator.plan;

import dev.flinkoperator.observe.SubmissionAnswers;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.SubmissionView;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Flink in a session cluster, as {@link SessionJobWorld} needs it. State is a number that every
 * checkpoint raises: a job never starts from a smaller one than was known, nor from files that are
 * gone.
 */
@NullUnmarked
final class SessionJobFlink {

  /** A Flink job: what it has reached, and what it has made durable. */
  static final class Run {
    final Instant start;
    final List<String> args;
    String state = "RUNNING";
    @Nullable CheckpointView newest;
    boolean polledAfterEnd;

    Run(Instant start, List<String> args) {
      this.start = start;
      this.args = args;
    }
  }

  /** A request to run a job, under way. */
  private record Flight(Step.SubmitJob step) {}

  /** One that nobody waits for any more: Flink goes on running its main method. */
  private record Late(Step.SubmitJob step, Instant begins) {}

  /** The operator itself waits no longer for a request that runs a job. */
  private static final Duration LATEST = Duration.ofMinutes(5);

  private static final String GONE =
      "java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory 'file:/state'";

  private static final ResourceID ID = new ResourceID("job", "sim");

  final Map<String, Run> jobs = new LinkedHashMap<>();
  final Map<String, OperationView> operations = new LinkedHashMap<>();
  private final List<Late> late = new ArrayList<>();
  private final Random dice;
  private final Consumer<String> story;
  boolean up;
  Instant downSince = Instant.EPOCH;
  Instant now = Instant.EPOCH;
  SubmissionAnswers answers = new SubmissionAnswers(id -> {}, () -> now);
  int known;
  int written;
  private Map<String, Object> configuration = Map.of();
  private final Set<String> fromNothing = new HashSet<>();
  private final StoredStates states = new StoredStates();
  private @Nullable Flight flight;
  private int state;

  SessionJobFlink(Random dice, Consumer<String> story) {
    this.dice = dice;
    this.story = story;
  }

  /** What this process knows of the submission that is written down; null: none is. */
  @Nullable SubmissionView answer(@Nullable Submission written) {
    return written == null ? null : answers.of(ID, written.jobId(), written.attempt());
  }

  private void tell(String what) {
    story.accept(what);
  }

  private boolean chance(double p) {
    return dice.nextDouble() < p;
  }

  /** Nobody hears of what is on its way, but it goes on. */
  void operatorRestarts() {
    answers = new SubmissionAnswers(id -> {}, () -> now);
    if (flight != null) {
      late.add(late(flight));
      flight = null;
    }
  }

  /**
   * @param configuration of the JobManager
   */
  void begins(Map<String, Object> configuration) {
    this.configuration = configuration;
    up = true;
  }

  void restarts(boolean highlyAvailable) {
    ends();
    jobs.values().removeIf(run -> !highlyAvailable || terminal(run));
  }

  void isGone() {
    ends();
    jobs.clear();
  }

  private void ends() {
    up = false;
    downSince = now;
    operations.clear();
    late.clear();
  }

  /** What Flink does by itself. */
  void lives() {
    if (!up) {
      if (flight != null) {
        answered(SubmissionView.State.UNANSWERED, "connection broke");
      }
      return;
    }
    jobs.forEach(this::goesOn);
    if (flight != null && chance(0.6)) {
      lands(flight);
    }
    List<Late> due = late.stream().filter(one -> !one.begins().isAfter(now)).toList();
    late.removeAll(due);
    due.forEach(one -> runs(one.step()));
  }

  private Late late(Flight sent) {
    return new Late(sent.step(), now.plusSeconds(dice.nextLong(LATEST.toSeconds())));
  }

  /** Checkpoints are rarer than looks at them: no more than two are newer than what is written. */
  private void goesOn(String id, Run run) {
    if (run.state.equals("RUNNING") && chance(0.4) && states.newer(id, written) < 2) {
      complete(run, false);
      states.checkpoint(id, state);
    } else if (run.state.equals("CANCELLING") && chance(0.6)) {
      run.state = "CANCELED";
      states.cancelled(id);
    }
  }

  private CheckpointView complete(Run run, boolean savepoint) {
    state++;
    run.newest = new CheckpointView(state, "file:/state/chk-" + state, now, savepoint);
    return run.newest;
  }

  private void lands(Flight sent) {
    flight = null;
    double luck = dice.nextDouble();
    if (luck < 0.6) {
      runs(sent.step());
      answered(SubmissionView.State.ACCEPTED, null, sent);
    } else if (luck < 0.75) {
      runs(sent.step());
      answered(SubmissionView.State.UNANSWERED, "lost", sent);
    } else if (luck < 0.85) {
      late.add(late(sent));
      answered(SubmissionView.State.UNANSWERED, "lost", sent);
    } else {
      answered(SubmissionView.State.REFUSED, "refused", sent);
    }
  }

  private void answered(SubmissionView.State how, String why) {
    Flight sent = flight;
    flight = null;
    answered(how, why, sent);
  }

  private void answered(SubmissionView.State how, @Nullable String why, Flight sent) {
    Submission submission = sent.step().submission();
    tell("submission " + submission.jobId().substring(0, 4) + " " + how);
    SubmissionView view =
        new SubmissionView(submission.jobId(), submission.attempt(), how, why, now);
    answers.sent(ID, view);
  }

  /** Flink takes no second job of an id. */
  private void runs(Step.SubmitJob step) {
    String id = step.submission().jobId();
    if (jobs.containsKey(id)) {
      return;
    }
    int from = step.savepointPath() == null ? 0 : number(step.savepointPath());
    tell("job " + id.substring(0, 4) + " begins from " + from + ", known is " + known);
    if (from == 0 && fromNothing.contains(id)) {
      known = 0;
    }
    if (from < known) {
      throw new IllegalStateException(
          "job begins from " + from + " though " + known + " was known");
    }
    Run run = new Run(now, step.args());
    if (from > 0 && !states.has(from)) {
      if (!states.wentWithItsJob(from)) {
        throw new IllegalStateException("job begins from " + from + ", whose files are gone");
      }
      tell("its files are gone: they went with the job that was stopped unheard");
      run.state = "FAILED";
    }
    jobs.put(id, run);
    states.begins(step, configuration);
  }

  static int number(String path) {
    return Integer.parseInt(path.substring(path.lastIndexOf('-') + 1));
  }

  /** It was decided while its owner did not mind that it begins from nothing. */
  void mayForget(Step.SubmitJob step) {
    if (step.savepointPath() == null) {
      fromNothing.add(step.submission().jobId());
    }
  }

  void submit(Step.SubmitJob step) {
    if (flight != null) {
      return;
    }
    Submission submission = step.submission();
    tell("submit " + submission.jobId().substring(0, 4) + " from " + step.savepointPath());
    Flight sent = new Flight(step);
    if (!up) {
      answered(SubmissionView.State.NOT_NOW, "silent", sent);
    } else if (jobs.containsKey(submission.jobId())) {
      answered(SubmissionView.State.ACCEPTED, null, sent);
    } else if (jobs.containsKey(step.formerJobId()) && !terminal(jobs.get(step.formerJobId()))) {
      answered(SubmissionView.State.NOT_NOW, "still runs", sent);
    } else {
      flight = sent;
      answers.sent(
          ID,
          new SubmissionView(
              submission.jobId(), submission.attempt(), SubmissionView.State.IN_FLIGHT, null, now));
    }
  }

  void ask(Step.StartOperation step) {
    Run run = jobs.get(step.operation().jobId());
    if (!up || run == null || terminal(run) || chance(0.2)) {
      return;
    }
    tell("Flink is asked for " + step.operation().kind());
    String id = step.operation().triggerId();
    if (step.operation().kind() == OperationKind.Cancel) {
      run.state = "CANCELLING";
    } else if (chance(0.2)) {
      operations.put(id, new OperationView.Failed(id, "disk full"));
    } else {
      CheckpointView savepoint = complete(run, true);
      run.state = "FINISHED";
      states.finished(step.operation().jobId());
      states.savepoint(state);
      operations.put(id, new OperationView.Completed(id, savepoint.path()));
    }
  }

  List<JobView> list() {
    List<JobView> list = new ArrayList<>();
    jobs.forEach(
        (id, run) ->
            list.add(
                new JobView(
                    id,
                    "orders",
                    run.state,
                    now,
                    run.start,
                    null,
                    run.state.equals("FAILED") ? GONE : null)));
    return list;
  }

  /** Ids of the jobs that have not ended. */
  List<String> running() {
    return jobs.keySet().stream().filter(id -> !terminal(jobs.get(id))).toList();
  }

  static boolean terminal(Run run) {
    return List.of("FINISHED", "CANCELED", "FAILED").contains(run.state);
  }
}
