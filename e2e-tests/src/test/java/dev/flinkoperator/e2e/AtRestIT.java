package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flinkoperator.e2e.support.AuditLog;
import dev.flinkoperator.e2e.support.AuditLog.Request;
import dev.flinkoperator.e2e.support.Environment;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.OperatorUnderTest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When all is as asked, the operator asks nothing of the API server. */
class AtRestIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @Test
  void for_a_minute_nothing_is_read_or_written_for_a_running_and_a_suspended_job() {
    assumeThat(Environment.get().auditLog()).as("the cluster's audit log").isPresent();
    AuditLog log = new AuditLog(Environment.get().auditLog().orElseThrow());
    FlinkResource suspended =
        namespace.apply(
            Manifest.streaming("asleep", FlinkVersion.V2_3).set("/spec/job/state", "suspended"));
    FlinkResource running = namespace.apply(Manifest.streaming("awake", FlinkVersion.V2_3));
    suspended.awaitReady("Suspended");
    running.awaitRunning();
    // Events may still be on their way when the status says Ready.
    Awaitility.await("the operator to come to rest")
        .pollInterval(Duration.ofSeconds(12))
        .atMost(Duration.ofMinutes(6))
        .until(new QuietSince(log));

    long mark = log.mark();
    Patience.stays(
        "Ready for a minute",
        Duration.ofSeconds(60),
        () -> {
          assertThat(running.view().isTrue("Ready")).isTrue();
          assertThat(suspended.view().isTrue("Ready")).isTrue();
        });

    assertThat(requests(log, mark)).as("requests of the operator").isEmpty();
  }

  /** True once nothing was asked between two looks. */
  private final class QuietSince implements Callable<Boolean> {
    private final AuditLog log;
    private long mark;

    QuietSince(AuditLog log) {
      this.log = log;
      this.mark = log.mark();
    }

    @Override
    public Boolean call() {
      long since = mark;
      mark = log.mark();
      return mark > since && requests(log, since).isEmpty();
    }
  }

  /** The lease apart, whatever is about this namespace or about none. */
  private List<Request> requests(AuditLog log, long mark) {
    return log.requestsSince(mark, OperatorUnderTest.USER).stream()
        .filter(request -> !request.resource().equals("leases"))
        .filter(
            request ->
                request.namespace().equals(namespace.name()) || request.namespace().isEmpty())
        .toList();
  }
}
