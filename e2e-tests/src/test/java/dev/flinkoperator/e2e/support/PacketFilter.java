package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops what other pods send to a port of one pod, in the cluster's own network namespace only. The
 * API server's proxy still gets through: the tests go on seeing what the operator no longer can.
 */
public final class PacketFilter implements AutoCloseable {
  private final List<String> rule;

  private PacketFilter(List<String> rule) {
    this.rule = rule;
  }

  public static PacketFilter dropping(Pod pod, int port) {
    String address = pod.getStatus().getPodIP();
    PacketFilter filter =
        new PacketFilter(
            List.of(
                "FORWARD",
                "-d",
                address,
                "-p",
                "tcp",
                "--dport",
                Integer.toString(port),
                "-j",
                "DROP"));
    filter.iptables("-I");
    return filter;
  }

  @Override
  public void close() {
    iptables("-D");
  }

  private void iptables(String verb) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Environment.get().network().orElseThrow().split(" ")));
    command.addAll(List.of("iptables", verb));
    command.addAll(rule);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed: " + output);
      }
    } catch (IOException e) {
      throw new AssertionError("iptables could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while iptables ran", e);
    }
  }
}
