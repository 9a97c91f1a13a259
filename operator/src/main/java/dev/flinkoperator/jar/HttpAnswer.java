package dev.flinkoperator.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a GET by HTTP/1.1 (RFC 9112), read from a connection that is used once.
 *
 * @param status HTTP status
 * @param headers names in lower case; of several with one name the first
 * @param length of the body in bytes; negative: not known beforehand
 * @param body ends where the answer ends; a body that breaks off is an IOException
 */
record HttpAnswer(int status, Map<String, String> headers, long length, InputStream body) {
  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_LINES = 200;
  private static final int MAX_INTERIM = 5;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

  /**
   * @param in buffered
   * @throws IOException if what comes is no HTTP
   */
  static HttpAnswer read(InputStream in) throws IOException {
    for (int interim = 0; interim <= MAX_INTERIM; interim++) {
      Matcher line = STATUS.matcher(line(in));
      if (!line.matches()) {
        throw new IOException("the answer is no HTTP");
      }
      int status = Integer.parseInt(line.group(1));
      Map<String, String> headers = headers(in);
      if (status >= 200) {
        return of(status, headers, in);
      }
    }
    throw new IOException("the answer does not begin");
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  private static HttpAnswer of(int status, Map<String, String> headers, InputStream in)
      throws IOException {
    if (status == 204 || status == 304) {
      return new HttpAnswer(status, headers, 0, InputStream.nullInputStream());
    }
    String coding = headers.get("transfer-encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new IOException("the answer comes in an unknown transfer coding");
      }
      return new HttpAnswer(status, headers, -1, new ChunkedBody(in));
    }
    String length = headers.get("content-length");
    if (length == null) {
      return new HttpAnswer(status, headers, -1, in);
    }
    if (!length.matches("\\d{1,18}")) {
      throw new IOException("the answer has no usable Content-Length");
    }
    long bytes = Long.parseLong(length);
    return new HttpAnswer(status, headers, bytes, new FixedBody(in, bytes));
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int lines = 0; lines < MAX_LINES; lines++) {
      String line = line(in);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("the answer has a malformed header");
      }
      headers.putIfAbsent(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    throw new IOException("the answer has too many headers");
  }

  /** Up to CR LF, or LF alone, which is not part of it. */
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the answer broke off");
      }
      if (line.length() == MAX_LINE) {
        throw new IOException("the answer has a line that is too long");
      }
      line.append((char) next);
    }
    int end = line.length();
    String text =
        end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    // Bytes were taken for Latin-1; a Location may be UTF-8.
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
