package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Unreachable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Many random lives of a state snapshot: requests and answers are lost, status writes come to
 * nothing, the operator restarts, the job restarts, ends, goes or is begun again under another id,
 * the snapshot is deleted at any moment. One attempt never makes two savepoints, nothing is asked
 * that is not written, no job is asked in the name of another, and once that ends the snapshot
 * comes to its end.
 */
@NullUnmarked
class StateSnapshotWalkTest {

  private static final int SEEDS = Integer.getInteger("sim.seeds", 300);

  @Test
  void whatever_happens_an_attempt_takes_one_snapshot_and_all_comes_to_an_end() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      new Life(seed).live();
    }
  }

  private static final class Life {

    private final long seed;
    private final Random random;
    private final StateSnapshotScene scene;
    private final FlinkDeployment application;

    /** What Flink knows by trigger id; it does what it is asked once an id. */
    private final Map<String, OperationView> flink = new HashMap<>();

    private final Set<String> taken = new HashSet<>();

    /** Jobs by the id of the request they were asked under. */
    private final Map<String, String> asked = new HashMap<>();

    private boolean gone;

    Life(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.scene = StateSnapshotScene.savepoint(random.nextBoolean() ? "" : ", backoffLimit: 2");
      this.application = scene.application;
    }

    void live() {
      for (int i = 0; i < 60 && !gone; i++) {
        trouble();
        pass(random.nextInt(5) == 0);
      }
      scene.application = application;
      written("STABLE");
      scene.flinkSays("RUNNING");
      for (int i = 0; i < 200 && !gone && !settled(); i++) {
        scene.later(Duration.ofSeconds(5));
        answer();
        pass(false);
      }
      assertThat(gone || settled()).as("seed %s settles: %s", seed, scene.status()).isTrue();
      FlinkStateSnapshotStatus status = scene.status();
      if (!gone) {
        assertThat(scene.plan().wake()).as("seed %s rests", seed).isNull();
        assertThat(scene.plan().follow()).as("seed %s asks nobody", seed).isNull();
        if (status.getState().equals("COMPLETED")) {
          assertThat(taken).as("seed %s", seed).contains(status.getPath());
          assertThat(status.getPath()).as("seed %s", seed).contains(status.getJobId());
        }
      }
    }

    private boolean settled() {
      return scene.resource.getMetadata().getDeletionTimestamp() == null
          && scene.status() != null
          && Set.of("COMPLETED", "FAILED", "ABANDONED").contains(scene.status().getState());
    }

    private void trouble() {
      scene.later(Duration.ofSeconds(random.nextInt(12)));
      switch (random.nextInt(15)) {
        case 0 -> scene.jobs = new Unreachable("silent", scene.now, null);
        case 1 -> scene.flinkSays("RESTARTING");
        case 2 -> {
          // Another process: nothing has been heard of Flink yet.
          scene.jobs = new NotAsked();
          scene.operation = null;
          scene.disposal = null;
        }
        case 3 -> flink.clear(); // the JobManager forgets
        case 4 -> scene.application = random.nextInt(4) == 0 ? null : application;
        case 5 -> {
          if (random.nextInt(6) == 0 && scene.status() != null) {
            scene.resource.getMetadata().setDeletionTimestamp(scene.now.toString());
          }
        }
        case 6 -> begunAgain();
        case 7 -> written("STABLE");
        case 8 -> written(random.nextInt(4) == 0 ? "SUSPENDED" : "UPGRADING");
        default -> scene.flinkSays("RUNNING");
      }
      if (random.nextBoolean()) {
        answer();
      }
    }

    /** On a new JobManager, or on one that still tells how the former job's snapshots did. */
    private void begunAgain() {
      scene.job = "%032x".formatted(random.nextLong(1, Long.MAX_VALUE));
      if (random.nextBoolean()) {
        flink.clear();
      } else {
        flink.values().removeIf(OperationView.Running.class::isInstance);
      }
      if (random.nextBoolean()) {
        written("STABLE");
      }
    }

    /** The job's resource says by now which job runs. */
    private void written(String lifecycle) {
      application.getStatus().setLifecycleState(lifecycle);
      application.getStatus().getJobStatus().setJobId(scene.job);
    }

    /** Flink goes on with what it was asked, and the poller hears of it. */
    private void answer() {
      flink.replaceAll(
          (id, view) ->
              !(view instanceof OperationView.Running)
                  ? view
                  : switch (random.nextInt(4)) {
                    case 0 -> new OperationView.Failed(id, "disk full");
                    case 1, 2 -> completed(id);
                    default -> view;
                  });
      String asked = scene.status() == null ? null : scene.status().getTriggerId();
      scene.operation =
          asked == null ? null : flink.getOrDefault(asked, new OperationView.NotKnown(asked));
    }

    private OperationView completed(String id) {
      String path = "file:/state/" + asked.get(id) + "/" + id;
      taken.add(path);
      return new OperationView.Completed(id, path);
    }

    /**
     * @param cut the status cannot be written: nothing after that is done
     */
    private void pass(boolean cut) {
      FlinkStateSnapshotStatus before = scene.status();
      StateSnapshotPlan plan = scene.plan();
      if (cut && plan.steps().stream().anyMatch(Step.SaveIntent.class::isInstance)) {
        return;
      }
      if (!cut) {
        scene.pass();
      }
      for (Step step : plan.steps()) {
        if (step instanceof Step.StartOperation start) {
          assertThat(scene.status().getTriggerId())
              .as("seed %s: written before it is asked", seed)
              .isEqualTo(start.operation().triggerId());
          String job = start.operation().jobId();
          assertThat(job)
              .as("seed %s: the job that is written down", seed)
              .isEqualTo(scene.status().getJobId())
              .isEqualTo(application.getStatus().getJobStatus().getJobId());
          assertThat(asked.computeIfAbsent(start.operation().triggerId(), id -> job))
              .as("seed %s: one request is of one job", seed)
              .isEqualTo(job);
          if (job.equals(scene.job) && random.nextInt(3) > 0) {
            flink.putIfAbsent(
                start.operation().triggerId(),
                new OperationView.Running(start.operation().triggerId()));
          }
        }
        if (step instanceof Step.DisposeSavepoint dispose && random.nextInt(3) > 0) {
          assertThat(before.getDisposal()).as("seed %s", seed).isNotNull();
          scene.disposal =
              new DisposalView(
                  dispose.path(), random.nextBoolean() ? null : "no permission", scene.now);
        }
      }
      if (!cut && plan.finishesDeletion()) {
        gone = true;
      }
      if (scene.operation != null
          && !scene.operation.triggerId().equals(scene.status().getTriggerId())) {
        scene.operation = null;
      }
    }
  }
}
