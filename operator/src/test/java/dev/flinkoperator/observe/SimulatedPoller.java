package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.RestartsView;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the real poller run in the simulator's virtual time. */
public final class SimulatedPoller {

  private SimulatedPoller() {}

  /** What the poller has heard of a cluster, as the observer takes it. */
  public record Heard(
      JobSnapshot jobs,
      @Nullable CheckpointsView checkpoints,
      @Nullable OperationView operation,
      @Nullable RestartsView restarts,
      @Nullable RescaleView rescale) {}

  public static Heard heard(JobPoller poller, ResourceID id) {
    ClusterSeen seen = poller.seen(id);
    return new Heard(
        seen.jobs(), seen.checkpoints(), seen.operation(), seen.restarts(), seen.rescale());
  }

  /**
   * @param millis virtual time
   * @param after runs a task after a number of virtual milliseconds and gives back what cancels it
   */
  public static JobPoller with(
      FlinkRest rest,
      Clock clock,
      Consumer<ResourceID> changed,
      LongSupplier millis,
      BiFunction<Long, Runnable, Runnable> after,
      LongUnaryOperator randomBelow) {
    PollTimer timer =
        new PollTimer() {
          @Override
          public long nanoTime() {
            return millis.getAsLong() * 1_000_000;
          }

          @Override
          public Runnable after(Duration delay, Runnable task) {
            return after.apply(delay.toMillis(), task);
          }

          @Override
          public void close() {}
        };
    return new JobPoller(rest, clock, PollIntervals.defaults(), changed, timer, randomBelow);
  }
}
