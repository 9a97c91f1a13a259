package dev.flinkoperator.sim;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.plan.PlanSettings;
import dev.flinkoperator.plan.Planner;
import dev.flinkoperator.plan.SimulatedPlanner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything there is in one run, wired. */
final class World {

  private static final PlanSettings SETTINGS =
      new PlanSettings(
          Map.of(), "http://{name}-rest.{namespace}:{port}", Duration.ofSeconds(60), 3);

  private final Dice dice;
  private final Timeline timeline = new Timeline();
  private final Story story;
  private final Flaw flaw;
  private final SimApi api = new SimApi(timeline);
  private final Storage storage = new Storage();
  private final Calls.Tally tally = new Calls.Tally();
  private final Planner planner = SimulatedPlanner.with(SETTINGS, StubRendering::render);
  private final Truth truth = new Truth(this);
  private final SimFlink flink;
  private final SimKubernetes kubernetes;
  private final List<SimOperator> operators = new ArrayList<>();
  private final Set<String> named = new HashSet<>();
  private Climate climate;
  private long skew;
  private int operatorNumber;
  private boolean standalone;

  World(Dice dice, Climate climate, Flaw flaw, boolean told) {
    this.dice = dice;
    this.climate = climate;
    this.flaw = flaw;
    this.story = new Story(timeline, told);
    this.flink = new SimFlink(timeline, dice.split(), api, story, this::climate, storage, truth);
    this.kubernetes = new SimKubernetes(timeline, dice.split(), api, story, flink);
    flink.runOn(kubernetes);
    collectGarbage();
  }

  /** Goes on for some virtual time; the truth is checked after every event. */
  void run(long millis) {
    long until = timeline.now() + millis;
    while (timeline.step(until)) {
      truth.check();
    }
  }

  void startOperator() {
    String name = "operator-" + ++operatorNumber;
    story.tell(name, "starts");
    operators.add(new SimOperator(name, this));
  }

  /** A dead operator is replaced after a while, as Kubernetes does. */
  void died(SimOperator operator) {
    timeline.after(
        dice.millis(500, 8_000),
        () -> {
          operators.remove(operator);
          if (operators.isEmpty()) {
            startOperator();
          }
        });
  }

  /** The lease goes over to a second operator before the first one has noticed. */
  void anotherLeader() {
    if (operators.size() == 1) {
      SimOperator first = operators.get(0);
      startOperator();
      timeline.after(dice.millis(10, 10_000), first::die);
    }
  }

  void turnClock(long millis) {
    skew = millis;
    story.tell("nature", "sets the operators' clocks %d ms off", millis);
  }

  void climate(Climate other) {
    climate = other;
  }

  void calm() {
    climate = climate.calm();
    skew = 0;
    story.tell("nature", "calms down");
  }

  /** The user has named this path as something to start from. */
  boolean namedByUser(String path) {
    return named.contains(path);
  }

  /** Flink deletes a savepoint because it was told to. I7: never one that the user asked for. */
  void dispose(String path) {
    Snapshot snapshot = storage.at(path);
    story.tell("flink", "deletes %s", path);
    if (named.contains(path)) {
      throw new Violation("I7", path + " is deleted, which the user has named");
    }
    if (snapshot != null) {
      storage.delete(snapshot);
    }
  }

  private void collectGarbage() {
    String[] uid = {null};
    api.resources.watch(
        () -> {
          var resource = api.resource();
          String now = resource == null ? null : resource.getMetadata().getUid();
          if (uid[0] != null && !uid[0].equals(now)) {
            kubernetes.collect(uid[0]);
          }
          uid[0] = now;
          standalone |=
              resource != null
                  && resource.getSpec().getMode() == FlinkDeploymentSpec.Mode.STANDALONE;
          Job job = resource == null ? null : resource.getSpec().getJob();
          if (job != null && job.getInitialSavepointPath() != null) {
            named.add(job.getInitialSavepointPath());
          }
          truth.resourceChanged(resource);
        });
  }

  /** Clusters are in standalone mode; only then is anything asked about their TaskManagers. */
  boolean standalone() {
    return standalone;
  }

  Dice dice() {
    return dice;
  }

  Timeline timeline() {
    return timeline;
  }

  Story story() {
    return story;
  }

  Flaw flaw() {
    return flaw;
  }

  SimApi api() {
    return api;
  }

  Storage storage() {
    return storage;
  }

  Calls.Tally tally() {
    return tally;
  }

  Planner planner() {
    return planner;
  }

  Truth truth() {
    return truth;
  }

  SimFlink flink() {
    return flink;
  }

  SimKubernetes kubernetes() {
    return kubernetes;
  }

  List<SimOperator> operators() {
    return List.copyOf(operators);
  }

  Climate climate() {
    return climate;
  }

  long skew() {
    return skew;
  }
}
