package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.Reached;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThousandClustersTest {
  private static final int CLUSTERS = 1000;

  private final ManualTimer time = new ManualTimer();
  private final FakeFlink flink = new FakeFlink();
  private final AtomicInteger changes = new AtomicInteger();
  private final Random random = new Random(20260301);
  private final JobPoller poller =
      new JobPoller(
          flink,
          time,
          PollIntervals.defaults(),
          id -> changes.incrementAndGet(),
          time,
          bound -> (long) (random.nextDouble() * bound));

  @Test
  void each_is_asked_four_times_a_minute_and_they_do_not_come_in_step() {
    followAll();
    time.pass(Duration.ofSeconds(15));
    assertThat(changes).hasValue(CLUSTERS);
    flink.asked.clear();

    int busiestSecond = 0;
    for (int second = 0; second < 60; second++) {
      int before = flink.asked.size();
      time.pass(Duration.ofSeconds(1));
      busiestSecond = Math.max(busiestSecond, flink.asked.size() - before);
    }

    Map<URI, Integer> asked = new HashMap<>();
    flink.asked.forEach(one -> asked.merge(one.cluster(), 1, Integer::sum));
    assertThat(asked).hasSize(CLUSTERS);
    assertThat(asked.values()).containsOnly(4);
    assertThat(busiestSecond).as("requests in a second, 67 on average").isLessThan(120);
    assertThat(changes).hasValue(CLUSTERS);
    assertThat(time.waiting()).isEqualTo(CLUSTERS);
  }

  @Test
  void at_rest_the_process_is_woken_for_them_once_a_second() {
    followAll();
    time.pass(Duration.ofSeconds(15));

    int wakeUps = 0;
    for (int tick = 0; tick < 15_000; tick++) {
      int before = flink.asked.size();
      time.pass(Duration.ofMillis(1));
      wakeUps += flink.asked.size() > before ? 1 : 0;
    }

    assertThat(wakeUps).isEqualTo(15);
  }

  @Test
  void a_change_in_each_is_told_once_and_within_the_interval() {
    followAll();
    time.pass(Duration.ofSeconds(15));
    changes.set(0);
    for (int i = 0; i < CLUSTERS; i++) {
      flink.runs(address(i), job("1", "FINISHED"));
    }

    time.pass(Duration.ofSeconds(15));

    assertThat(changes).hasValue(CLUSTERS);
    for (int i = 0; i < CLUSTERS; i++) {
      assertThat(((Reached) poller.last(id(i))).jobs().get(0).state()).isEqualTo("FINISHED");
    }
  }

  private void followAll() {
    for (int i = 0; i < CLUSTERS; i++) {
      flink.runs(address(i), job("1", "RUNNING"));
      poller.follow(id(i), new PollTarget(address(i), "uid", Pace.STABLE));
    }
  }

  private static ResourceID id(int i) {
    return new ResourceID("job-" + i, "ns");
  }

  private static URI address(int i) {
    return URI.create("http://job-" + i + "-rest.ns:8081");
  }
}
