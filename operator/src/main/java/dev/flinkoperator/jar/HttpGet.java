package dev.flinkoperator.jar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One GET over a fresh connection. */
final class HttpGet {
  private static final int BUFFER = 64 << 10;

  private HttpGet() {}

  /**
   * @param headers beyond those every request has; names and values are checked here
   * @throws JarException WRONG if a header is none
   */
  static HttpAnswer send(Connections.Connection connection, URI uri, Map<String, String> headers)
      throws IOException {
    StringBuilder request = new StringBuilder("GET ").append(target(uri)).append(" HTTP/1.1\r\n");
    line(request, "Host", host(uri));
    line(request, "User-Agent", "flink-operator");
    line(request, "Accept", "*/*");
    line(request, "Accept-Encoding", "identity");
    line(request, "Connection", "close");
    headers.forEach((name, value) -> line(request, name, value));
    OutputStream out = connection.talk().getOutputStream();
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    return HttpAnswer.read(new BufferedInputStream(connection.talk().getInputStream(), BUFFER));
  }

  private static void line(StringBuilder request, String name, String value) {
    boolean valid =
        name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
            && value.length() <= 8192
            && value.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    if (!valid) {
      throw JarException.wrong(
          "kubernetes.operator.user.artifacts.http.header: %s is no header, or its value is none."
              .formatted(Shown.line(name, 40)));
    }
    request.append(name).append(": ").append(value).append("\r\n");
  }

  private static String target(URI uri) {
    String ascii = uri.toASCIIString();
    URI encoded = URI.create(ascii);
    String path =
        encoded.getRawPath() == null || encoded.getRawPath().isEmpty() ? "/" : encoded.getRawPath();
    return encoded.getRawQuery() == null ? path : path + "?" + encoded.getRawQuery();
  }

  private static String host(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }
}
