package dev.flinkoperator.journey;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts the numbers of each key. Of the numbers from 1 on, the count beside a number n must be n /
 * KEYS, rounded up: else the counts and the source's position are not of the same moment.
 */
final class Counter extends KeyedProcessFunction<Long, Long, Tuple2<Long, Long>> {
  private static final long serialVersionUID = 1L;
  static final long KEYS = 16;

  private transient @Nullable ValueState<Long> counts;

  @Override
  public void open(OpenContext context) {
    counts = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
  }

  @Override
  public void processElement(Long number, Context context, Collector<Tuple2<Long, Long>> out)
      throws Exception {
    ValueState<Long> state = counts;
    if (state == null) {
      throw new IllegalStateException("not opened");
    }
    Long before = state.value();
    long count = before == null ? 1 : before + 1;
    state.update(count);
    out.collect(Tuple2.of(number, count));
  }
}
