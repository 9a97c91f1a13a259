package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobView;
import java.util.List;
import java.util.stream.Collectors;

/** The jobs that others have submitted to a session cluster. */
public final class SessionJobs {

  private static final int NAMED = 5;

  private SessionJobs() {}

  /** Those that have not ended, oldest first. */
  public static List<JobView> notEnded(Reached reached) {
    return reached.jobs().stream().filter(job -> !StateKnowledge.terminal(job)).toList();
  }

  /** Those of them that no FlinkSessionJob stands for. */
  static List<JobView> unmanaged(Reached reached, List<SessionJobView> managed) {
    return notEnded(reached).stream()
        .filter(job -> managed.stream().noneMatch(known -> job.jobId().equals(known.jobId())))
        .toList();
  }

  /**
   * High availability brings them back in the next cluster, as long as it is of the same Flink
   * version and looks in the same place: another version may not read their graphs, and would not
   * start at all.
   */
  static boolean goOn(Observation seen, Revision next) {
    Revision last = seen.stable();
    return next.session() && last != null && last.session() && StopWish.readsMetadataOf(last, next);
  }

  /** What the end of the cluster means for them, to be added to a sentence; may be empty. */
  static String fate(Observation seen, Revision next) {
    if (!next.session() || !(seen.job() instanceof Reached reached)) {
      return "";
    }
    int jobs = notEnded(reached).size();
    return jobs == 0
        ? ""
        : "; "
            + count(jobs)
            + " in it "
            + (goOn(seen, next)
                ? "will be recovered by Flink's high availability"
                : "will be lost with it, as no high availability carries them over");
  }

  /** Their number, names and ids in words. */
  static String told(List<JobView> jobs) {
    String names =
        jobs.stream()
            .limit(NAMED)
            .map(job -> "'" + job.name() + "' (" + job.jobId() + ")")
            .collect(Collectors.joining(", "));
    return count(jobs.size()) + ": " + names + (jobs.size() > NAMED ? ", …" : "");
  }

  private static String count(int jobs) {
    return jobs == 1 ? "1 job" : jobs + " jobs";
  }
}
