package dev.flinkoperator.sim;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.flinkrest.JobVertex;
import dev.flinkoperator.flinkrest.VertexBounds;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How parallel Flink runs the one vertex of a job. */
final class SimScale {

  static final String VERTEX = "bc764cd8ddf7a0cff126f51c16239658";
  static final String OVERRIDES = "pipeline.jobvertex-parallelism-overrides";
  static final String SCHEDULER = "jobmanager.scheduler";

  /** Flink takes no more from a job that runs; one that is launched may have it. */
  static final int MOST = 4;

  /** Flink tells the vertices from a cache. */
  private static final long CACHED = 3_000;

  private int upper;
  private int parallelism;
  private int before;
  private long changed = -CACHED;

  SimScale(int parallelism) {
    this.upper = parallelism;
    this.parallelism = parallelism;
    this.before = parallelism;
  }

  /** What a job is launched with: Flink 2 ignores the overrides (FLINK-38770). */
  static int launched(FlinkDeploymentSpec spec, EffectiveConfiguration configuration) {
    int ofJob = spec.getJob() == null ? 1 : spec.getJob().getParallelism();
    String text = configuration.get(OVERRIDES);
    return text == null || spec.getFlinkVersion() != FlinkDeploymentSpec.FlinkVersion.V1_20
        ? ofJob
        : Integer.parseInt(text.substring(text.indexOf(':') + 1));
  }

  int upper() {
    return upper;
  }

  int parallelism() {
    return parallelism;
  }

  void bound(int most) {
    upper = most;
  }

  /** As many slots as it may take are there. */
  void scale(int to, long now) {
    before = parallelism;
    parallelism = to;
    changed = now;
  }

  SortedMap<String, VertexBounds> bounds() {
    return new TreeMap<>(Map.of(VERTEX, new VertexBounds(1, upper)));
  }

  List<JobVertex> vertices(long now) {
    return List.of(
        new JobVertex(VERTEX, "source", now - changed < CACHED ? before : parallelism, 128));
  }
}
