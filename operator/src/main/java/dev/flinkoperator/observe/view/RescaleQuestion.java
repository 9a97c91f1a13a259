package dev.flinkoperator.observe.view;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a job runs its vertices as its spec wants it.
 *
 * @param targets the parallelism wanted of vertices, by their ids; those of no vertex of the job
 *     ask for nothing, as in Flink
 */
public record RescaleQuestion(String jobId, SortedMap<String, Integer> targets) {

  public RescaleQuestion {
    targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
  }

  /** Flink runs every vertex with what is wanted as soon as it has slots enough. */
  public boolean metBy(SortedMap<String, VertexView> vertices) {
    for (Map.Entry<String, VertexView> vertex : vertices.entrySet()) {
      Integer target = targets.get(vertex.getKey());
      if (target != null
          && (vertex.getValue().upper() != target || vertex.getValue().lower() > target)) {
        return false;
      }
    }
    return true;
  }
}
