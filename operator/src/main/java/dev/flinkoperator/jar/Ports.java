package dev.flinkoperator.jar;

import java.net.URI;

/** The port an address means. */
final class Ports {
  private Ports() {}

  static int of(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
  }
}
