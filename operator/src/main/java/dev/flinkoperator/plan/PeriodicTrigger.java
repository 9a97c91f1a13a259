package dev.flinkoperator.plan;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** When something is done again and again. */
sealed interface PeriodicTrigger {

  /** When it is due; null: never again. */
  @Nullable Instant after(Instant last);

  record Every(Duration interval) implements PeriodicTrigger {
    @Override
    public Instant after(Instant last) {
      return last.plus(interval);
    }
  }

  /** In the time zone UTC. */
  record ByCron(Cron cron) implements PeriodicTrigger {
    @Override
    public @Nullable Instant after(Instant last) {
      return ExecutionTime.forCron(cron)
          .nextExecution(last.atZone(ZoneOffset.UTC))
          .map(next -> next.toInstant())
          .orElse(null);
    }
  }

  /**
   * Reads a duration as Flink writes it, or a Quartz cron expression.
   *
   * @return null: nothing is to be done, as the text is empty or a duration of 0
   * @throws IllegalArgumentException if it is neither; the message says what it must be
   */
  static @Nullable PeriodicTrigger parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    Duration interval = duration(text);
    if (interval == null) {
      return new ByCron(cron(text));
    }
    if (interval.isZero()) {
      return null;
    }
    if (interval.isNegative() || interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "must be 1 s or more, not "
              + text.strip()
              + " (a number without a unit is milliseconds)");
    }
    return new Every(interval);
  }

  private static @Nullable Duration duration(String text) {
    try {
      return TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static Cron cron(String text) {
    try {
      return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ))
          .parse(text.strip())
          .validate();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "must be a duration, such as 6 h, or a Quartz cron expression, such as '0 0 2 * * ?' for"
              + " 2 o'clock UTC each day, not "
              + text.strip(),
          e);
    }
  }
}
