package dev.flinkoperator.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The journey job's diary, sorted by who wrote. Its lines are {@code KIND A B MILLIS JOB WRITER}:
 *
 * <ul>
 *   <li>{@code began}: an attempt opened the diary
 *   <li>{@code record}: it saw the number A, the Bth of its key
 *   <li>{@code completed}: the checkpoint A is complete; B was the last number before it
 *   <li>{@code ended}: it closed the diary
 * </ul>
 *
 * @param attempts in the order in which they began
 */
public record Diary(List<Attempt> attempts) {

  /** Of a job that has not begun. */
  public static final Diary EMPTY = new Diary(List.of());

  static Diary parse(String text) {
    Map<String, Attempt> byWriter = new LinkedHashMap<>();
    // The last line may be on its way.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    whole
        .lines()
        .map(line -> line.split(" "))
        .forEach(
            line ->
                byWriter
                    .computeIfAbsent(line[5], writer -> new Attempt(line[4], writer))
                    .add(
                        line[0],
                        Long.parseLong(line[1]),
                        Long.parseLong(line[2]),
                        Long.parseLong(line[3])));
    return new Diary(List.copyOf(byWriter.values()));
  }

  /** The highest number seen; 0 when there is none. */
  public long lastNumber() {
    return attempts.stream().mapToLong(Attempt::last).max().orElse(0);
  }

  public Attempt latest() {
    if (attempts.isEmpty()) {
      throw new AssertionError("nobody has written yet");
    }
    return attempts.get(attempts.size() - 1);
  }

  /**
   * The last number before the checkpoint at this path; empty as long as no attempt of this job has
   * heard that it is complete.
   */
  public Optional<Long> numberOf(String jobId, String checkpoint) {
    long id = Long.parseLong(checkpoint.replaceAll(".*/chk-", ""));
    return attempts.stream()
        .filter(attempt -> attempt.jobId().equals(jobId))
        .flatMap(attempt -> attempt.numberOf(id).stream())
        .reduce((earlier, later) -> later);
  }

  /** Whether there is a newer attempt than those of the other reading, which is well under way. */
  boolean goesOnAfter(Diary before) {
    return attempts.size() > before.attempts.size() && latest().isUnderWay();
  }

  /** What holds in any story: nothing lost, states of one moment, one writer at a time. */
  public void assertWhole() {
    TreeSet<Long> all = new TreeSet<>();
    attempts.forEach(attempt -> all.addAll(attempt.numbers()));
    List<Long> missing = new ArrayList<>();
    for (long number = 1; number <= settled(); number++) {
      if (!all.contains(number)) {
        missing.add(number);
      }
    }
    assertThat(missing).as("numbers that nobody wrote\n%s", this).isEmpty();
    assertThat(attempts.stream().flatMap(attempt -> attempt.contradictions().stream()))
        .as("counts that are not of the same moment as the source's position\n%s", this)
        .isEmpty();
    for (int i = 1; i < attempts.size(); i++) {
      assertThat(attempts.get(i).firstMillis())
          .as("an attempt began before the one before it had ended\n%s", this)
          .isGreaterThanOrEqualTo(attempts.get(i - 1).lastMillis());
    }
  }

  /**
   * Up to here all numbers are written. Of an attempt that has only just begun it is not known yet
   * with which number: a subtask may still be about to write a smaller one.
   */
  private long settled() {
    long settled = 0;
    for (Attempt attempt : attempts) {
      if (attempt.isUnderWay()) {
        settled = Math.max(attempt.first() - 1, attempt.settled());
      }
    }
    return settled;
  }

  /** Since the other reading each attempt went on with the very next number. */
  public void assertExactSince(Diary before) {
    assertWhole();
    handoversSince(before)
        .forEach(
            handover ->
                assertThat(handover.to().first())
                    .as("where %s went on; exactly, as from a savepoint\n%s", handover.to(), this)
                    .isEqualTo(handover.lastNumber() + 1));
  }

  /** Since the other reading no attempt went back further than to the newest checkpoint known. */
  public void assertFromLastCheckpointSince(Diary before) {
    assertWhole();
    handoversSince(before)
        .forEach(
            handover ->
                assertThat(handover.to().first())
                    .as(
                        "where %s went on; %d was the last number of a completed checkpoint\n%s",
                        handover.to(), handover.lastCompleted(), this)
                    .isBetween(handover.lastCompleted() + 1, handover.lastNumber() + 1));
  }

  /**
   * The latest attempt went on no earlier than after this number, whatever attempts since the other
   * reading may have done in between.
   */
  public void assertBroughtBackAfter(long number, Diary before) {
    assertWhole();
    long last =
        attempts.subList(0, before.attempts.size()).stream()
            .mapToLong(Attempt::last)
            .max()
            .orElse(0);
    assertThat(latest().first())
        .as("where it was brought back; %d belongs to the checkpoint known\n%s", number, this)
        .isBetween(number + 1, last + 1);
  }

  /** How many attempts have begun since the other reading. */
  public int attemptsSince(Diary before) {
    return attempts.size() - before.attempts.size();
  }

  private record Handover(long lastNumber, long lastCompleted, Attempt to) {}

  private List<Handover> handoversSince(Diary before) {
    List<Handover> found = new ArrayList<>();
    long lastNumber = 0;
    long lastCompleted = 0;
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      if (attempt.isUnderWay()) {
        if (i >= before.attempts.size()) {
          found.add(new Handover(lastNumber, lastCompleted, attempt));
        }
        // What it did not go on from is forgotten: nothing after it can know of that.
        lastNumber = attempt.last();
        lastCompleted = Math.max(attempt.first() - 1, attempt.lastCompleted());
      } else if (!attempt.numbers().isEmpty()) {
        // It ended before one could tell where it had begun.
        lastNumber = attempt.last();
        lastCompleted = attempt.lastCompleted() > 0 ? attempt.lastCompleted() : lastCompleted;
      }
    }
    assertThat(found).as("attempts that have begun meanwhile\n%s", this).isNotEmpty();
    return found;
  }

  @Override
  public String toString() {
    return attempts.stream()
        .map(Attempt::toString)
        .collect(Collectors.joining("\n  ", "The diary:\n  ", ""));
  }
}
