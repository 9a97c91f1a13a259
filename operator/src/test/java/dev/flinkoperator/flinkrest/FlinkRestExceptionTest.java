package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class FlinkRestExceptionTest {

  @Test
  void gives_the_reason_without_the_call_for_a_reader_who_has_not_made_it() {
    FlinkRestException failure =
        FlinkRestException.ofStatus(
            URI.create("http://orders-rest.streams:8081"),
            new CancelJob("0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
            400,
            "Config key [state.savepoints.dir] is not set");

    assertThat(failure.reason()).isEqualTo("Config key [state.savepoints.dir] is not set");
    assertThat(failure).hasMessageContaining("orders-rest.streams:8081/jobs/");
  }
}
