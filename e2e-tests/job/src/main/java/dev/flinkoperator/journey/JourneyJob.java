package dev.flinkoperator.journey;

import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Counts 1, 2, 3, … slowly and writes every number into a diary on a shared volume. Three things
 * are state: the source's position, the counts by key, and (through barriers) which numbers the
 * diary has when a checkpoint is taken; so the diary shows any number lost, any doubled, and from
 * where a restarted job went on.
 *
 * <p>Only the middle follows the job's parallelism. With one source and one diary the numbers stay
 * comparable when it is changed; and because that is the most they can be, Flink's reactive mode
 * leaves them alone too.
 */
public final class JourneyJob {
  private JourneyJob() {}

  public static void main(String[] args) throws Exception {
    Arguments arguments = Arguments.parse(args);
    if (arguments.has("fail-at-start")) {
      throw new IllegalStateException("the job was told to fail at its start");
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSource(
            new NumberSequenceSource(1, Long.MAX_VALUE),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .setParallelism(1)
        .setMaxParallelism(1)
        .map(new Pace(arguments.number("rate", 20)))
        .returns(Types.LONG)
        .name("pace")
        .uid("pace")
        .setParallelism(1)
        .setMaxParallelism(1)
        .keyBy(number -> number % Counter.KEYS, Types.LONG)
        .process(new Counter(), Types.TUPLE(Types.LONG, Types.LONG))
        .name("counter")
        .uid("counter")
        .process(
            new Diary(Path.of(arguments.text("directory")), arguments.has("fail-when-running")),
            Types.VOID)
        .name("diary")
        .uid("diary")
        .setParallelism(1)
        .setMaxParallelism(1)
        // As part of the counter's vertex it would follow that one's parallelism in reactive mode.
        .disableChaining();
    env.execute("journey");
  }
}
