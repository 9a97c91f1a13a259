package dev.flinkoperator.observe.view;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Flink has answered to a {@link RescaleQuestion}.
 *
 * @param vertices of the job, by their ids; empty if it does not even tell them
 * @param refusal why it tells no bounds, or takes none; null: it does
 * @param since when this was heard first
 */
public record RescaleView(
    RescaleQuestion question,
    SortedMap<String, VertexView> vertices,
    @Nullable String refusal,
    Instant since) {

  public RescaleView {
    vertices = Collections.unmodifiableSortedMap(new TreeMap<>(vertices));
  }

  /** Flink tells these bounds, but takes no others. */
  public RescaleView refusing(@Nullable String reason, Instant heard) {
    return new RescaleView(question, vertices, reason, heard);
  }

  /** Flink will not do it. */
  public static RescaleView refused(RescaleQuestion question, String reason, Instant since) {
    return new RescaleView(question, Collections.emptySortedMap(), reason, since);
  }
}
