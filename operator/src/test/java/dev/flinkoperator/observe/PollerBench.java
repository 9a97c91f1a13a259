package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.Reached;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A poller with fake clusters and a clock to turn. */
final class PollerBench {
  static final ResourceID FD = new ResourceID("basic-example", "default");
  private static final int PHASE_SECONDS = 4;

  final ManualTimer time = new ManualTimer();
  final FakeFlink flink = new FakeFlink();
  final List<ResourceID> changed = new ArrayList<>();
  Instant lastTold = Instant.EPOCH;
  boolean callbackThrows;
  final JobPoller poller =
      new JobPoller(
          flink, time, PollIntervals.defaults(), this::changed, time, bound -> PHASE_SECONDS);

  /** Followed at rest, on its grid, with the first answer told; counters at zero. */
  void settle() {
    flink.runs(A, job("1", "RUNNING"));
    poller.follow(FD, new PollTarget(A, "uid-1", Pace.STABLE));
    pass(30);
    flink.asked.clear();
    changed.clear();
  }

  Reached reached() {
    assertThat(poller.last(FD)).isInstanceOf(Reached.class);
    return (Reached) poller.last(FD);
  }

  void pass(double seconds) {
    time.pass(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private void changed(ResourceID id) {
    changed.add(id);
    lastTold = time.instant();
    if (callbackThrows) {
      throw new IllegalStateException("no events today");
    }
  }
}
