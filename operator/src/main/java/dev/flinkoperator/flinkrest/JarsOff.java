package dev.flinkoperator.flinkrest;

/** A cluster with {@code web.submit.enable: false} does not know the paths of jars. */
final class JarsOff {
  private JarsOff() {}

  static String explain(int status, String detail) {
    String said = detail.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + detail;
    return status == 404 ? said + " (web.submit.enable must not be false on the cluster)" : said;
  }
}
