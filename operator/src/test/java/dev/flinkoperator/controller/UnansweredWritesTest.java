package dev.flinkoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.junit.jupiter.api.Test;

class UnansweredWritesTest {

  private static final ResourceID ID = new ResourceID("orders", "default");

  private final UnansweredWrites writes = new UnansweredWrites();

  @Test
  void an_answered_write_leaves_nothing_open() {
    assertThat(writes.write(ID, () -> "written")).isEqualTo("written");
    assertThat(writes.has(ID)).isFalse();
  }

  @Test
  void a_refused_write_was_not_done() {
    fails(409);
    assertThat(writes.has(ID)).isFalse();
  }

  @Test
  void a_write_without_an_answer_stays_open_until_one_is_answered_with_success() {
    fails(504);
    assertThat(writes.has(ID)).isTrue();
    fails(409);
    assertThat(writes.has(ID)).isTrue();

    writes.write(ID, () -> "written");
    assertThat(writes.has(ID)).isFalse();
  }

  @Test
  void nothing_is_open_of_a_resource_that_is_gone() {
    fails(0);
    writes.forget(ID);
    assertThat(writes.has(ID)).isFalse();
  }

  private void fails(int code) {
    KubernetesClientException failure = new KubernetesClientException("no", code, null);
    assertThatThrownBy(
            () ->
                writes.write(
                    ID,
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }
}
