package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.NotAsked;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all Flink clusters for their jobs, on one thread, and keeps what each said last. At rest a
 * cluster costs one request ({@code GET /jobs/overview}) an interval. Reconciles read the last
 * snapshot and never wait for Flink; they are woken when it has changed.
 */
public final class JobPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobPoller.class);

  private final FlinkRest rest;
  private final Clock clock;
  private final PollIntervals intervals;
  private final Consumer<ResourceID> changed;
  private final PollTimer timer;
  private final LongUnaryOperator randomBelow;
  private final Map<ResourceID, ClusterPoll> polls = new ConcurrentHashMap<>();
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
  }

  /**
   * Asks this cluster from now on. Cheap and idempotent: meant to be called in every reconcile. A
   * new address or epoch forgets what the old one said and asks at once; {@link Pace#MOVING} asks
   * soon.
   *
   * @param address of the REST API, for example {@code http://basic-example-rest.default:8081}
   * @param epoch what tells one incarnation of the cluster from the next behind the same address,
   *     for example the uid of the JobManager Deployment
   */
  public void follow(ResourceID id, URI address, String epoch, Pace pace) {
    while (!closed) {
      ClusterPoll poll = polls.computeIfAbsent(id, this::begin);
      if (poll.follow(address, epoch, pace)) {
        break;
      }
      // Forgotten between the look-up and the call.
      polls.remove(id, poll);
    }
    if (closed) {
      forget(id);
    }
  }

  /** Ends asking; a late answer is dropped. Nothing happens if the resource is not followed. */
  public void forget(ResourceID id) {
    ClusterPoll poll = polls.remove(id);
    if (poll != null) {
      poll.forget();
    }
  }

  /** What the cluster said last; {@link NotAsked} if it is not followed. Never waits. */
  public JobSnapshot last(ResourceID id) {
    ClusterPoll poll = polls.get(id);
    return poll == null ? new NotAsked() : poll.last();
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
    return new ClusterPoll(rest, clock, timer, schedule, () -> tell(id));
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
