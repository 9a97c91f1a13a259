package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where Flink's REST API of a cluster is, and what it is asked. */
final class FlinkAddress {

  private FlinkAddress() {}

  static URI of(PlanSettings settings, Observation seen, Revision revision) {
    return URI.create(
        settings
            .restAddress()
            .replace("{name}", seen.resource().getMetadata().getName())
            .replace("{namespace}", seen.resource().getMetadata().getNamespace())
            .replace("{port}", revision.configuration().getOrDefault("rest.port", "8081")));
  }

  /**
   * Only where there is a JobManager. A session cluster is asked for all of its jobs and for its
   * size, an application for its one job. The checkpoints are asked for if the job's state matters.
   *
   * @param operation whose result is asked for; null: none
   */
  static Follow follow(
      PlanSettings settings,
      Observation seen,
      Revision revision,
      boolean moving,
      @Nullable Operation operation) {
    Operation asked =
        operation == null || !operation.jobId().equals(revision.jobId()) ? null : operation;
    JobManagerView jobManager = Objects.requireNonNull(seen.jobManager());
    if (revision.session()) {
      return Follow.session(of(settings, seen, revision), jobManager.uid(), moving);
    }
    return new Follow(
        of(settings, seen, revision),
        jobManager.uid(),
        moving,
        stateful(seen, revision) || asked != null ? revision.jobId() : null,
        asked == null ? null : asked.question());
  }

  /** An edit that takes the job away is refused: its state goes on to matter as it did. */
  private static boolean stateful(Observation seen, Revision revision) {
    return Spec.job(seen.resource()) == null
        ? Spec.stateful(revision)
        : Spec.stateful(seen.resource());
  }
}
