import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job without an end, with the source's position and a sum for each key as its state. It stands in for Flink's
 * StateMachineExample where that cannot be had, and is written in what Flink 1.14 has already.
 */
public final class StandInExample {
  private static final long KEYS = 16;

  private StandInExample() {}

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSource(
            new NumberSequenceSource(1, Long.MAX_VALUE), WatermarkStrategy.noWatermarks(), "numbers")
        .uid("numbers")
        .map(new Pace())
        .uid("pace")
        .keyBy(number -> number % KEYS)
        .reduce(Long::sum)
        .uid("sum")
        .filter(sum -> sum < 0)
        .uid("overflows")
        .print();
    env.execute("State machine job");
  }

  private static final class Pace implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long map(Long number) throws InterruptedException {
      Thread.sleep(20);
      return number;
    }
  }
}
