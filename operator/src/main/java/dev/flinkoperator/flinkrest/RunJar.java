package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /jars/:id/run}: runs the main method within the JobManager, which submits the job.
 *
 * <p>Seen on 1.20.3 and 2.3.0: a second run with an id that the cluster knows, of a running or an
 * ended job, is answered with 400 and {@code DuplicateJobSubmissionException} or (2.3) {@code
 * DuplicateApplicationSubmissionException} at the end of the causes. A run from a savepoint that is
 * not there is refused with 400, and leaves a FAILED job of that id behind. If the main class
 * cannot be loaded the answer is 500 and the id stays free. A jar that is not there is 500 as well.
 *
 * <p>Of four runs with one id that were sent at the same moment exactly one began a job (tried some
 * times on each of the two).
 *
 * @param jarId as uploaded or listed
 */
public record RunJar(String jarId, JobStart job) implements Endpoint<RunAnswer> {
  /** The main method may look up topics, tables and the like before it submits. */
  private static final Duration TIME = Duration.ofMinutes(5);

  public RunJar {
    JarId.require(jarId);
  }

  @Override
  public String name() {
    return "run-jar";
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/jars/" + jarId + "/run";
  }

  @Override
  public Duration timeLimit() {
    return TIME;
  }

  @Override
  public String body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("jobId", job.jobId());
    if (job.entryClass() != null) {
      body.put("entryClass", job.entryClass());
    }
    if (!job.args().isEmpty()) {
      // Not programArgs, one text that Flink would split at blanks; it is gone in 2.0.
      job.args().forEach(body.putArray("programArgsList")::add);
    }
    if (job.parallelism() != null) {
      body.put("parallelism", job.parallelism());
    }
    if (job.savepointPath() != null) {
      body.put("savepointPath", job.savepointPath());
      body.put("allowNonRestoredState", job.allowNonRestoredState());
      if (job.claimMode() != null && job.isFrom(1, 15)) {
        body.put(job.isFrom(1, 20) ? "claimMode" : "restoreMode", job.claimMode());
      }
    }
    if (job.takesConfiguration() && !job.flinkConfiguration().isEmpty()) {
      ObjectNode options = body.putObject("flinkConfiguration");
      new TreeMap<>(job.flinkConfiguration()).forEach(options::put);
    }
    return body.toString();
  }

  @Override
  public RunAnswer read(JsonNode answer) throws UnexpectedAnswerException {
    String started = new Fields(answer).text("jobid");
    if (!started.equalsIgnoreCase(job.jobId())) {
      throw new UnexpectedAnswerException("field 'jobid' is not the id that was asked for");
    }
    return RunAnswer.STARTED;
  }

  @Override
  public String detail(List<String> errors) {
    return LastCauses.of(errors);
  }

  @Override
  public @Nullable RunAnswer readRefusal(int status, String detail) {
    if (detail.contains("DuplicateJobSubmissionException: ")
        || detail.contains("DuplicateApplicationSubmissionException: ")) {
      return RunAnswer.DUPLICATE;
    }
    return detail.contains("RestHandlerException: Jar file ") ? RunAnswer.JAR_MISSING : null;
  }

  @Override
  public String explain(int status, String detail) {
    return detail.isEmpty() ? JarsOff.explain(status, detail) : detail;
  }
}
