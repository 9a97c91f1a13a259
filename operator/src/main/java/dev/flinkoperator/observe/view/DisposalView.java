package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the disposal of a savepoint has ended.
 *
 * @param path of the savepoint
 * @param failure one line; null: its files are gone, says Flink
 * @param time when that was heard
 */
public record DisposalView(String path, @Nullable String failure, Instant time) {

  public boolean gone() {
    return failure == null;
  }
}
