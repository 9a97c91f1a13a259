package dev.flinkoperator.e2e.support;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one attempt of a journey job wrote into the diary. Times in milliseconds since 1970. */
public final class Attempt {
  /** As in the job. */
  private static final long KEYS = 16;

  private final String jobId;
  private final String writer;
  private final TreeSet<Long> numbers = new TreeSet<>();

  /** By key. The numbers of one key come in their order; two keys may be in two subtasks' hands. */
  private final Map<Long, Long> lastOfKey = new HashMap<>();

  private final List<String> contradictions = new ArrayList<>();
  private long firstMillis;
  private long lastMillis;
  private final TreeMap<Long, Long> completed = new TreeMap<>();

  Attempt(String jobId, String writer) {
    this.jobId = jobId;
    this.writer = writer;
  }

  void add(String kind, long a, long b, long millis) {
    firstMillis = firstMillis == 0 ? millis : firstMillis;
    lastMillis = millis;
    switch (kind) {
      case "record" -> record(a, b);
      case "completed" -> completed.put(a, b);
      case "began", "ended" -> {
        // Their time is what matters.
      }
      default -> throw new AssertionError("unknown line in the diary: " + kind);
    }
  }

  private void record(long number, long count) {
    lastOfKey.merge(number % KEYS, number, Math::max);
    if (!numbers.add(number)) {
      contradictions.add(number + " was written twice by " + writer);
    }
    if (count != (number + KEYS - 1) / KEYS) {
      contradictions.add("%d came with the count %d to %s".formatted(number, count, writer));
    }
  }

  public String jobId() {
    return jobId;
  }

  SortedSet<Long> numbers() {
    return numbers;
  }

  /** Numbers whose counts are not of the same moment as the source's position. */
  public List<String> contradictions() {
    return contradictions;
  }

  /**
   * Whether it has written numbers of every key. From then on it is known for good with which
   * number it began, however far behind one of its subtasks may be.
   */
  boolean isUnderWay() {
    return lastOfKey.size() == KEYS;
  }

  /** Up to here it has written all its numbers; only to be asked if it is under way. */
  long settled() {
    return lastOfKey.values().stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  /** The number it went on with. */
  public long first() {
    return numbers.isEmpty() ? 0 : numbers.first();
  }

  public long last() {
    return numbers.isEmpty() ? 0 : numbers.last();
  }

  /**
   * The last number before the newest checkpoint it knew to be complete; 0 when it knew of none.
   */
  public long lastCompleted() {
    return completed.isEmpty() ? 0 : completed.lastEntry().getValue();
  }

  /** The last number before this checkpoint; empty if it does not know that it is complete. */
  Optional<Long> numberOf(long checkpoint) {
    return Optional.ofNullable(completed.get(checkpoint));
  }

  long firstMillis() {
    return firstMillis;
  }

  long lastMillis() {
    return lastMillis;
  }

  @Override
  public String toString() {
    return "%s of job %s: %d to %d, last completed %d, from %s to %s"
        .formatted(
            writer,
            jobId,
            first(),
            last(),
            lastCompleted(),
            Instant.ofEpochMilli(firstMillis),
            Instant.ofEpochMilli(lastMillis));
  }
}
