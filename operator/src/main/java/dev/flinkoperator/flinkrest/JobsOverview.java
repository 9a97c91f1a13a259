package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /jobs/overview}: every job the JobManager knows, ended ones included. */
public record JobsOverview() implements Endpoint<List<JobSummary>> {
  private static final int MAX_ID = 64;

  /** Flink SQL names a job after its tables, without limit. */
  private static final int MAX_NAME = 256;

  @Override
  public String name() {
    return "jobs-overview";
  }

  @Override
  public String path() {
    return "/jobs/overview";
  }

  @Override
  public List<JobSummary> read(JsonNode answer) throws UnexpectedAnswerException {
    JsonNode jobs = answer.path("jobs");
    if (!jobs.isArray()) {
      throw new UnexpectedAnswerException("field 'jobs' is missing or no list");
    }
    List<JobSummary> summaries = new ArrayList<>(jobs.size());
    for (JsonNode job : jobs) {
      summaries.add(summary(new Fields(job)));
    }
    return List.copyOf(summaries);
  }

  private static JobSummary summary(Fields job) throws UnexpectedAnswerException {
    String name = job.textOrNull("name");
    return new JobSummary(
        OneLine.of(job.text("jid"), MAX_ID),
        name == null ? "" : OneLine.of(name, MAX_NAME),
        OneLine.of(job.text("state"), MAX_ID),
        job.timeOrNull("start-time"),
        job.timeOrNull("end-time"),
        job.timeOrNull("last-modification"),
        tasksUp(new Fields(job.node().path("tasks"))));
  }

  private static boolean tasksUp(Fields tasks) {
    return tasks.count("total") == 0 || tasks.count("running") + tasks.count("finished") > 0;
  }
}
