package dev.flinkoperator.jar;

import dev.flinkoperator.flinkrest.CallListener;
import dev.flinkoperator.flinkrest.FlinkRestCaller;
import dev.flinkoperator.flinkrest.RestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A process of its own, with little heap: places one jar on a cluster and prints its checksum. */
final class SmallHeap {
  private static final RestSettings PATIENT =
      RestSettings.defaults().withTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1));

  private SmallHeap() {}

  /**
   * @param args address of the cluster, address of the jar, folder
   */
  public static void main(String[] args) {
    JarSettings settings =
        new JarSettings(
            Path.of(args[2]),
            Set.of("http"),
            List.of(),
            false,
            Set.of(),
            512L << 20,
            1L << 30,
            Duration.ofMinutes(5));
    try (FlinkRestCaller rest = new FlinkRestCaller(PATIENT, CallListener.NONE);
        SessionJars jars = new SessionJars(rest, settings, FetchBench.NO_FILES)) {
      PlacedJar placed = jars.place(URI.create(args[0]), JarRequest.of(args[1], null)).join();
      System.out.println("placed " + placed.sha256());
    }
  }
}
