package dev.flinkoperator.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises that are numbers of requests, and so hold on a busy machine too, with few resources;
 * e2e-tests/cost/measure.sh is for all of them, with many.
 */
class CostIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int COUNT = 30;

  /** Two rounds of polls at rest, and for some resources a third one. */
  private static final Duration REST = Duration.ofSeconds(40);

  private static Result result;

  @BeforeAll
  static void measure(@TempDir Path dir) throws IOException {
    var script = ROOT.resolve("e2e-tests/cluster/cluster.sh").toString();
    var binaries = Path.of(Programs.run(List.of(script, "binaries"), "").strip());
    result = Measurement.run(new Options(ROOT, binaries, COUNT, REST, false, List.of()), dir);
  }

  @Test
  void keeps_each_bar_that_is_a_number_of_requests() {
    assertThat(Bar.of(result)).filteredOn(Bar::counted).isNotEmpty().allMatch(Bar::isKept);
  }

  /** What is asked for no resource by name is in no bar; nor is what is asked again. */
  @Test
  void asks_for_little_else_when_resources_are_created() {
    assertThat(result.create().requests().total()).isLessThan(2 * 11 * COUNT);
  }

  @Test
  void asks_each_cluster_four_times_a_minute_at_rest() {
    double minutes = result.rest().wallSeconds() / 60;
    assertThat(result.rest().restCalls())
        .as("calls; the first one of each may come right at the beginning")
        .isLessThanOrEqualTo((int) (COUNT * (1 + 4 * minutes)))
        .isPositive();
  }

  @Test
  void asks_nothing_of_the_api_server_at_rest() {
    assertThat(result.rest().requests().counts()).isEmpty();
  }

  @Test
  void has_the_permissions_it_needs_and_asks_for_nothing_more() {
    assertThat(List.of(result.create(), result.rest(), result.upgrade(), result.delete()))
        .flatMap(phase -> phase.requests().refused().keySet())
        .noneMatch(refused -> refused.endsWith(" 403"));
  }

  @Test
  void leaves_nothing_behind() {
    assertThat(result.leftBehind()).isEmpty();
  }
}
