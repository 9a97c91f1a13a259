package dev.flinkoperator.sim;

import dev.flinkoperator.flinkrest.OperationResult;
import org.jspecify.annotations.Nullable;

/** What a JobManager remembers of an operation that it was asked for. */
final class SimOperation {

  private OperationResult result = new OperationResult.InProgress();

  OperationResult result() {
    return result;
  }

  void complete(@Nullable String where) {
    result = new OperationResult.Completed(where);
  }

  void fail(String why) {
    result = new OperationResult.Failed(why);
  }
}
