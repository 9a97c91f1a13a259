package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.RescaleQuestion;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all Flink clusters for their jobs, on one thread, and keeps what each said last. At rest a
 * cluster costs one request ({@code GET /jobs/overview}) an interval, and one more for the
 * checkpoints of a job with state. Reconciles read what was said last and never wait for Flink;
 * they are woken when it has changed.
 */
public final class JobPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobPoller.class);

  private final FlinkRest rest;
  private final Clock clock;
  private final PollIntervals intervals;
  private final Consumer<ResourceID> changed;
  private final PollTimer timer;
  private final LongUnaryOperator randomBelow;
  private final Haste haste;
  private final Map<ResourceID, ClusterPoll> polls = new ConcurrentHashMap<>();
  private final Map<ResourceID, DisposalView> disposals = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Starts with nothing to follow.
   *
   * @param rest how clusters are asked; stays open when the poller is closed
   * @param clock for the times in snapshots
   * @param changed told when the snapshot of a resource differs from the one before, on the
   *     poller's only thread: must be quick. What it throws is logged
   */
  public JobPoller(
      FlinkRest rest, Clock clock, PollIntervals intervals, Consumer<ResourceID> changed) {
    this(
        rest,
        clock,
        intervals,
        changed,
        new ThreadPollTimer(),
        bound -> ThreadLocalRandom.current().nextLong(bound));
  }

  JobPoller(
      FlinkRest rest,
      Clock clock,
      PollIntervals intervals,
      Consumer<ResourceID> changed,
      PollTimer timer,
      LongUnaryOperator randomBelow) {
    this.rest = rest;
    this.clock = clock;
    this.intervals = intervals;
    this.changed = changed;
    this.timer = timer;
    this.randomBelow = randomBelow;
    this.haste = new Haste(timer.nanoTime());
  }

  /**
   * Asks this cluster from now on. Cheap and idempotent: meant to be called in every reconcile. A
   * new address or epoch forgets what the old one said and asks at once; {@link Pace#MOVING} and a
   * new question ask soon.
   */
  public void follow(ResourceID id, PollTarget target) {
    while (!closed) {
      ClusterPoll poll = polls.computeIfAbsent(id, this::begin);
      if (poll.follow(target)) {
        break;
      }
      // Forgotten between the look-up and the call.
      polls.remove(id, poll);
    }
    if (closed) {
      forget(id);
    }
  }

  /**
   * Flink does the operation; how it does is asked soon. Nothing happens if the resource is not
   * followed.
   *
   * @param under the id Flink knows it by; null: the one it was asked for with
   */
  public void accepted(ResourceID id, OperationQuestion question, @Nullable String under) {
    ClusterPoll poll = polls.get(id);
    if (poll != null) {
      poll.accepted(question, under);
    }
  }

  /**
   * Flink has answered the request for an operation: how it does is asked soon. Nothing happens if
   * the resource is not followed.
   *
   * @param refusal why it will not do it, one line; null: it will
   */
  public void answered(ResourceID id, OperationQuestion question, @Nullable String refusal) {
    ClusterPoll poll = polls.get(id);
    if (poll != null) {
      poll.answered(question, refusal);
    }
  }

  /**
   * Flink has answered the request for other bounds of a job's vertices: what it makes of them is
   * asked soon. Nothing happens if the resource is not followed.
   *
   * @param refusal why it will not take them, one line; null: it does
   */
  public void rescaled(ResourceID id, RescaleQuestion question, @Nullable String refusal) {
    ClusterPoll poll = polls.get(id);
    if (poll != null) {
      poll.rescaled(question, refusal);
    }
  }

  /**
   * The disposal of a savepoint has ended. Nothing happens if the resource is not followed.
   *
   * @param failure one line; null: the savepoint is gone
   */
  public void disposed(ResourceID id, String path, @Nullable String failure) {
    ended(id, new DisposalView(path, failure, clock.instant()));
  }

  /** A savepoint is not disposed of after all, for this reason. */
  public void spared(ResourceID id, String path, String reason) {
    ended(id, new DisposalView(path, reason, clock.instant(), true));
  }

  private void ended(ResourceID id, DisposalView disposal) {
    if (polls.containsKey(id)) {
      disposals.put(id, disposal);
      timer.after(Duration.ZERO, () -> tell(id));
    }
  }

  /** Ends asking; a late answer is dropped. Nothing happens if the resource is not followed. */
  public void forget(ResourceID id) {
    disposals.remove(id);
    ClusterPoll poll = polls.remove(id);
    if (poll != null) {
      poll.forget();
    }
  }

  /** What the cluster said last; {@link NotAsked} if it is not followed. Never waits. */
  public JobSnapshot last(ResourceID id) {
    return seen(id).jobs();
  }

  ClusterSeen seen(ResourceID id) {
    ClusterPoll poll = polls.get(id);
    return poll == null ? ClusterSeen.NOTHING : poll.seen();
  }

  /** The last disposal that has ended; null: none has since the resource is followed. */
  public @Nullable DisposalView disposal(ResourceID id) {
    return disposals.get(id);
  }

  /** Ends asking for good. No callback begins after this has returned, one may still run. */
  @Override
  public void close() {
    closed = true;
    timer.close();
    polls.keySet().forEach(this::forget);
  }

  private ClusterPoll begin(ResourceID id) {
    PollSchedule schedule = PollSchedule.byChance(intervals, randomBelow);
    return new ClusterPoll(rest, clock, timer, schedule, haste, () -> tell(id));
  }

  private void tell(ResourceID id) {
    if (closed) {
      return;
    }
    try {
      changed.accept(id);
    } catch (RuntimeException e) {
      LOG.error("Telling of a change in the jobs of {} failed", id, e);
    }
  }
}
