package dev.flinkoperator.plan;

import dev.flinkoperator.observe.SessionJobViews;
import dev.flinkoperator.observe.view.SessionJobView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/** The session jobs of a cluster, as their watch shows them, and those that have been deleted. */
@NullUnmarked
final class SessionJobLives {

  private final Map<SessionJobLife, Lagging<SessionJobView>> there = new LinkedHashMap<>();
  private final List<SessionJobLife> former = new ArrayList<>();

  void add(SessionJobLife life) {
    there.put(life, new Lagging<>(SessionJobViews.of(life.resource)));
  }

  List<SessionJobLife> there() {
    return List.copyOf(there.keySet());
  }

  Optional<SessionJobLife> any(Random dice) {
    return there.isEmpty()
        ? Optional.empty()
        : Optional.of(there().get(dice.nextInt(there.size())));
  }

  /** Flink knows of no resources: it goes on with the jobs of those that are gone. */
  Stream<SessionJobLife> all() {
    return Stream.concat(there.keySet().stream(), former.stream());
  }

  void each(Consumer<SessionJobLife> what) {
    all().forEach(what);
  }

  SessionJobView[] seen(Random dice, boolean late) {
    return there.values().stream()
        .map(view -> view.seen(dice, late))
        .toArray(SessionJobView[]::new);
  }

  void changed(SessionJobLife life) {
    there.get(life).changed(SessionJobViews.of(life.resource));
  }

  void gone(SessionJobLife life) {
    there.remove(life);
    if (!life.leftBehind) {
      former.add(life);
    }
  }

  /** Nothing of a resource runs that is gone, unless that was told when it went. */
  void noneRunsOfThoseGone() {
    for (SessionJobLife life : former) {
      if (!life.flink.running().isEmpty()) {
        throw new IllegalStateException("a job runs whose resource is gone");
      }
    }
  }
}
