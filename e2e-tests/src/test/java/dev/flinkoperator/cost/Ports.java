package dev.flinkoperator.cost;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports on the loopback interface that nobody listens on. */
final class Ports {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;
  private static final Random RANDOM = new SecureRandom();
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /**
   * Below the range from which systems take a port for each connection they make: none of those
   * takes this one before its program listens on it.
   */
  static int free() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = LOWEST + RANDOM.nextInt(HIGHEST - LOWEST);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN.add(port)) {
          return socket.getLocalPort();
        }
      } catch (IOException inUse) {
        // Another one, then.
      }
    }
    throw new IllegalStateException("No port is free from %d to %d".formatted(LOWEST, HIGHEST));
  }
}
