package dev.flinkoperator.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class EventRecordTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void the_same_thing_again_has_the_same_name() {
    assertThat(event("u1", EventReason.SUBMIT, "m").name())
        .isEqualTo(event("u1", EventReason.SUBMIT, "m").name())
        .startsWith("basic.")
        .hasSize("basic.".length() + 16);
  }

  @Test
  void another_object_reason_or_message_has_another_name() {
    assertThat(
            java.util.List.of(
                event("u1", EventReason.MISSING, "m").name(),
                event("u2", EventReason.MISSING, "m").name(),
                event("u1", EventReason.JOB_MISSING, "m").name(),
                event("u1", EventReason.MISSING, "n").name()))
        .doesNotHaveDuplicates();
  }

  @Property(tries = 300, seed = "20260101")
  void a_message_is_cut_at_1_KiB_and_stays_whole_text(
      @ForAll @StringLength(min = 300, max = 3000) String any) {
    var message = any + "🙂";
    var cut = event("u", EventReason.JOB_ERROR, message).message();

    assertThat(cut.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1024);
    if (message.getBytes(UTF_8).length > 1024) {
      assertThat(cut).endsWith("…");
      assertThat(message).startsWith(cut.substring(0, cut.length() - 1));
    }
  }

  @Test
  void no_half_character_is_left_by_the_cut() {
    for (int shift = 0; shift < 4; shift++) {
      var cut = event("u", EventReason.JOB_ERROR, "x".repeat(shift) + "🙂".repeat(400)).message();
      assertThat(new String(cut.getBytes(UTF_8), UTF_8)).isEqualTo(cut).doesNotContain("?");
    }
  }

  private static EventRecord event(String uid, EventReason reason, String message) {
    return EventRecord.of(resource(uid), reason, message, NOW);
  }

  private static HasMetadata resource(String uid) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("jobs")
        .withName("basic")
        .withUid(uid)
        .endMetadata()
        .build();
  }
}
