package dev.flinkoperator.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * One thing that happened. Two with the same name are the same thing again.
 *
 * @param name of the Event object: the resource's, and a hash of its uid, the reason and the
 *     message
 */
record EventRecord(
    String name, ObjectReference about, EventReason reason, String message, Instant at) {

  /** The API server's own bound for the text of an event, in bytes. */
  private static final int LONGEST_MESSAGE = 1024;

  private static final String CUT = "…";

  /** Leaves room for the hash in a name of at most 253 characters. */
  private static final int LONGEST_PREFIX = 230;

  static EventRecord of(HasMetadata about, EventReason reason, String message, Instant at) {
    var reference =
        new ObjectReferenceBuilder()
            .withApiVersion(about.getApiVersion())
            .withKind(about.getKind())
            .withNamespace(about.getMetadata().getNamespace())
            .withName(about.getMetadata().getName())
            .withUid(about.getMetadata().getUid())
            .build();
    var text = bounded(message);
    return new EventRecord(name(reference, reason, text), reference, reason, text, at);
  }

  String namespace() {
    return about.getNamespace();
  }

  Event toEvent(int count, Instant first, String instance) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(namespace())
        .withName(name)
        .endMetadata()
        .withInvolvedObject(about)
        .withReason(reason.reason())
        .withType(reason.type().text())
        .withMessage(message)
        .withCount(count)
        .withFirstTimestamp(time(first))
        .withLastTimestamp(time(at))
        .withNewSource()
        .withComponent(reason.component().text())
        .endSource()
        .withReportingComponent(KubernetesEvents.REPORTING_COMPONENT)
        .withReportingInstance(instance)
        .build();
  }

  /** Event times have whole seconds. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String name(ObjectReference about, EventReason reason, String message) {
    var owner = about.getName();
    var prefix = owner.length() <= LONGEST_PREFIX ? owner : owner.substring(0, LONGEST_PREFIX);
    var same =
        String.join("\n", about.getUid(), reason.component().text(), reason.reason(), message);
    return prefix + "." + hash(same);
  }

  private static String hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String bounded(String message) {
    if (bytes(message) <= LONGEST_MESSAGE) {
      return message;
    }
    int end = Math.min(message.length(), LONGEST_MESSAGE);
    while (bytes(message.substring(0, end)) + bytes(CUT) > LONGEST_MESSAGE
        || Character.isHighSurrogate(message.charAt(end - 1))) {
      end--;
    }
    return message.substring(0, end) + CUT;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
