package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the disposal of a savepoint has ended.
 *
 * @param path of the savepoint
 * @param failure one line; null: its files are gone, says Flink
 * @param time when that was heard
 * @param spared nobody was asked: the savepoint is needed, as the failure tells
 */
public record DisposalView(String path, @Nullable String failure, Instant time, boolean spared) {

  /** Flink was asked. */
  public DisposalView(String path, @Nullable String failure, Instant time) {
    this(path, failure, time, false);
  }

  public boolean gone() {
    return failure == null;
  }
}
