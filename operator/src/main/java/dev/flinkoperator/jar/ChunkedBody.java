package dev.flinkoperator.jar;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A body in chunks, each with its length in front (RFC 9112, 7.1). Trailers are not read. */
final class ChunkedBody extends InputStream {
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})\\s*(?:;.*)?");

  private final InputStream in;
  private long left;
  private boolean first = true;
  private boolean ended;

  ChunkedBody(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0 && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new IOException("the answer broke off within a chunk");
    }
    left -= read;
    return read;
  }

  private void next() throws IOException {
    if (!first && !HttpAnswer.line(in).isEmpty()) {
      throw new IOException("the answer has a malformed chunk");
    }
    first = false;
    Matcher size = SIZE.matcher(HttpAnswer.line(in));
    if (!size.matches()) {
      throw new IOException("the answer has a malformed chunk");
    }
    left = Long.parseLong(size.group(1), 16);
    ended = left == 0;
  }
}
