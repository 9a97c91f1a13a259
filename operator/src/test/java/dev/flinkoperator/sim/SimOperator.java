package dev.flinkoperator.sim;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One operator process: passes one after the other, as the framework triggers them. All it knows
 * goes with it.
 */
final class SimOperator {

  private static final long SOON = 500;

  private final String name;
  private final World world;
  private final Dice dice;
  private final Clock clock = new Hands();
  private final StatusWriter statuses = new StatusWriter(500);
  private final Calls calls;
  private final OperatorMemory memory;
  private final SimActions actions;
  private final SimChildren children;
  private boolean alive = true;
  private boolean scheduled;
  private boolean inPass;
  private boolean again;
  private int failures;
  private Runnable stopTimer = () -> {};

  SimOperator(String name, World world) {
    this.name = name;
    this.world = world;
    this.dice = world.dice().split();
    this.calls = new Calls(dice, world::climate, world.tally(), this::die);
    this.memory = new OperatorMemory(world, dice, calls, clock, lag(), this::trigger);
    this.actions = new SimActions(world, calls, memory);
    this.children = new SimChildren(world, calls, memory);
    trigger();
  }

  boolean alive() {
    return alive;
  }

  String name() {
    return name;
  }

  /** Ends here and now; what it was about to do is never done. */
  void die() {
    if (alive) {
      world.story().tell(name, "dies");
      alive = false;
      calls.end();
      memory.end();
      stopTimer.run();
      world.died(this);
    }
  }

  private LongSupplier lag() {
    long[] spellEnds = {0};
    return () -> {
      long now = world.timeline().now();
      if (dice.chance(world.climate().staleSpell() * 0.1)) {
        spellEnds[0] = now + dice.millis(2_000, 30_000);
      }
      return Math.max(spellEnds[0] - now, 0) + dice.millis(1, 60);
    };
  }

  private void trigger() {
    if (!alive) {
      return;
    }
    if (inPass) {
      again = true;
    } else if (!scheduled) {
      scheduled = true;
      world.timeline().after(dice.millis(1, 10), this::begin);
    }
  }

  private void begin() {
    scheduled = false;
    FlinkDeployment resource = memory.resources.get(SimApi.NAME);
    if (!alive || inPass) {
      return;
    }
    if (resource == null) {
      memory.forget();
      return;
    }
    inPass = true;
    again = false;
    Instant now = clock.instant();
    StatusWrites writes = new StatusWrites(world.api(), calls, memory, resource);
    SimPass pass = new SimPass(statuses, actions, children, writes, resource, now);
    try {
      SimPass.End end = prepared(resource, pass, now);
      if (end != null) {
        finish(end, null);
      } else {
        goOn(pass);
      }
    } catch (Calls.Died died) {
      world.story().tell(name, "had just begun a pass");
    }
  }

  private SimPass.@Nullable End prepared(FlinkDeployment resource, SimPass pass, Instant now) {
    try {
      return prepare(resource, pass, now);
    } catch (KubernetesClientException failure) {
      return pass.failed(failure);
    }
  }

  private SimPass.@Nullable End prepare(FlinkDeployment resource, SimPass pass, Instant now) {
    if (resource.getMetadata().getFinalizers().isEmpty()) {
      if (resource.isMarkedForDeletion()) {
        return SimPass.End.DONE;
      }
      finalizers(resource, true);
      again = true;
      return SimPass.End.DONE;
    }
    Observation seen = world.flaw().seen(memory.observe(resource));
    Plan plan = world.flaw().planned(world.planner().plan(seen, now));
    if (world.story().told()) {
      world.story().tellNews(name, "plan", Told.plan(plan));
      world.story().tellNews(name, "state", Told.state(plan));
    }
    pass.intend(seen, plan, () -> finalizers(memory.resources.get(SimApi.NAME), false));
    return null;
  }

  private void finalizers(@Nullable FlinkDeployment resource, boolean there) {
    if (resource == null) {
      return;
    }
    List<String> finalizers = there ? SimPass.finalizers() : List.of();
    FlinkDeployment written = calls.write(() -> world.api().finalizers(resource, finalizers));
    if (there) {
      memory.resources.wrote(
          SimApi.NAME, written, Long.parseLong(written.getMetadata().getResourceVersion()));
    }
  }

  private void goOn(SimPass pass) {
    long pause = dice.chance(world.climate().staleSpell() * 0.02) ? 15_000 : 30;
    world.timeline().after(dice.millis(1, pause), () -> deed(pass));
  }

  private void deed(SimPass pass) {
    if (!alive) {
      return;
    }
    try {
      SimPass.End end = pass.next();
      if (end == null) {
        goOn(pass);
      } else {
        finish(end, pass.plan());
      }
    } catch (Calls.Died died) {
      world.story().tell(name, "was in the middle of a pass");
    }
  }

  private void finish(SimPass.End end, @Nullable Plan plan) {
    inPass = false;
    stopTimer.run();
    failures = end == SimPass.End.FAILED ? failures + 1 : 0;
    if (end != SimPass.End.DONE) {
      world.story().tell(name, end == SimPass.End.SOON ? "has to wait" : "has failed");
    }
    if (end == SimPass.End.DONE && plan != null) {
      memory.follow(plan);
      Duration wake = memory.own.wake(OperatorMemory.ID, plan.wake());
      if (wake != null) {
        wakeAfter(wake.toMillis());
      }
    } else if (end == SimPass.End.SOON) {
      wakeAfter(SOON);
    } else if (end == SimPass.End.FAILED) {
      wakeAfter(2_000L << Math.min(4, failures));
    }
    if (again) {
      trigger();
    }
  }

  private void wakeAfter(long millis) {
    stopTimer = world.timeline().after(millis, this::trigger);
  }

  /** The operator's clock, which may be set back or forth. */
  private final class Hands extends Clock {
    @Override
    public Instant instant() {
      return world.timeline().instant().plusMillis(world.skew());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
