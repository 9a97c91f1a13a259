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

  /** Two rounds of polls at rest. */
  private static final Duration REST = Duration.ofSeconds(30);

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
