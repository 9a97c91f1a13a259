package dev.flinkoperator.observe.view;

import org.jspecify.annotations.Nullable;

/** What Flink last said of an operation that it was asked for. */
public sealed interface OperationView {

  /** Id the operation was asked for with. */
  String triggerId();

  /** Flink does not know it: it was never asked, or its JobManager has forgotten since. */
  record NotKnown(String triggerId) implements OperationView {}

  record Running(String triggerId) implements OperationView {}

  /**
   * @param path of the savepoint; for a checkpoint null where Flink does not tell
   */
  record Completed(String triggerId, @Nullable String path) implements OperationView {}

  /**
   * @param reason one line, bounded
   */
  record Failed(String triggerId, String reason) implements OperationView {}
}
