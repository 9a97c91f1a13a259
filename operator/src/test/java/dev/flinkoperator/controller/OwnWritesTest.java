package dev.flinkoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnWritesTest {

  private static final ResourceID ID = new ResourceID("orders", "default");
  private static final Duration A_LITTLE = Duration.ofSeconds(5);

  private final OwnWrites writes = new OwnWrites();

  @Test
  void an_answered_write_leaves_nothing_open() {
    assertThat(writes.write(ID, "status", () -> "written")).isEqualTo("written");
    assertThat(writes.unanswered(ID)).isFalse();
  }

  @Test
  void a_refused_write_was_not_done() {
    fails(409);
    assertThat(writes.unanswered(ID)).isFalse();
  }

  @Test
  void a_write_without_an_answer_stays_open_until_one_is_answered_with_success() {
    fails(504);
    assertThat(writes.unanswered(ID)).isTrue();
    fails(409);
    assertThat(writes.unanswered(ID)).isTrue();

    writes.write(ID, "status", () -> "written");
    assertThat(writes.unanswered(ID)).isFalse();
  }

  @Test
  void nothing_is_open_of_a_resource_that_is_gone() {
    fails(0);
    writes.forget(ID);
    assertThat(writes.unanswered(ID)).isFalse();
  }

  @Test
  void news_of_own_writes_concern_nobody_however_late_they_come() {
    writes.write(ID, "intent", () -> "written");
    writes.write(ID, "result", () -> "written");

    assertThat(writes.concernedBy(ID, "before", "intent")).isFalse();
    assertThat(writes.concernedBy(ID, "intent", "result")).isFalse();
    assertThat(writes.concernedBy(ID, "result", "result")).isFalse();
    assertThat(writes.wake(ID, null)).isNull();
  }

  @Test
  void news_that_come_before_the_answer_are_of_an_own_write_too() {
    writes.write(
        ID,
        "status",
        () -> {
          assertThat(writes.concernedBy(ID, "before", "status")).isFalse();
          return "written";
        });
  }

  @Test
  void a_status_of_somebody_else_concerns_us() {
    writes.write(ID, "ours", () -> "written");
    writes.concernedBy(ID, "before", "ours");

    assertThat(writes.concernedBy(ID, "ours", "theirs")).isTrue();
  }

  @Test
  void an_old_status_of_ours_that_somebody_else_brings_back_concerns_us() {
    writes.write(ID, "old", () -> "written");
    writes.write(ID, "new", () -> "written");
    writes.concernedBy(ID, "before", "old");
    writes.concernedBy(ID, "old", "new");

    assertThat(writes.concernedBy(ID, "new", "old")).isTrue();
  }

  @Test
  void whoever_writes_again_and_again_is_answered_once_in_a_while() {
    assertThat(writes.concernedBy(ID, "ours", "theirs")).isTrue();
    assertThat(writes.wake(ID, null)).isEqualTo(A_LITTLE);

    assertThat(writes.concernedBy(ID, "ours", "theirs")).isFalse();
    assertThat(writes.wake(ID, Duration.ofMinutes(1))).isEqualTo(A_LITTLE);
    assertThat(writes.wake(ID, Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
    assertThat(writes.concernedBy(ID, "ours", "theirs")).isTrue();
  }

  @Test
  void a_pass_that_is_due_sooner_stays_due() {
    writes.concernedBy(ID, "ours", "theirs");

    assertThat(writes.wake(ID, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
  }

  private void fails(int code) {
    KubernetesClientException failure = new KubernetesClientException("no", code, null);
    assertThatThrownBy(
            () ->
                writes.write(
                    ID,
                    "status",
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }
}
