package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Keeps in mind what Flink has completed of what it was asked for. */
final class Completion {

  private Completion() {}

  /** Whatever a plan is for: what was complete when it was made must not be forgotten. */
  static Plan noted(Plan plan, Observation seen, PlanSettings settings, Instant now) {
    StateRecord record = plan.state();
    StateRecord before = new Recorded(seen.resource()).state();
    Operation asked = before.operation();
    OperationView.Completed answer = of(seen, asked);
    if (record == null
        || asked == null
        || answer == null
        || asked.equals(record.operation())
        || !record.history().equals(before.history())) {
      return plan;
    }
    StateRecord done = of(record, asked, answer, format(seen, asked, settings), now);
    return plan.keeping(done.asking(record.operation()));
  }

  static OperationView.@Nullable Completed of(Observation seen, @Nullable Operation asked) {
    return asked != null
            && seen.operation() instanceof OperationView.Completed completed
            && completed.triggerId().equals(asked.triggerId())
        ? completed
        : null;
  }

  static StateRecord of(
      StateRecord record,
      Operation asked,
      OperationView.Completed answer,
      @Nullable String format,
      Instant now) {
    Taken taken =
        new Taken(
            answer.path(),
            now.truncatedTo(ChronoUnit.MILLIS),
            Taken.Trigger.of(asked.cause()),
            format,
            asked.nonce());
    SnapshotHistory history = record.history();
    return record
        .with(
            switch (asked.kind()) {
              case Checkpoint -> history.withCheckpoint(taken);
              case Savepoint, StopWithSavepoint ->
                  answer.path() == null ? history : history.withSavepoint(taken);
              case Cancel -> history;
            })
        .done(asked);
  }

  static @Nullable String format(Observation seen, Operation asked, PlanSettings settings) {
    if (seen.inForce() == null) {
      return null;
    }
    StateOptions options = StateOptions.of(seen.inForce(), seen, settings);
    return asked.kind() == OperationKind.Checkpoint
        ? options.checkpointType()
        : options.savepointFormat();
  }
}
