package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The API server's own record of who asked it for what. */
public record AuditLog(Path file) {

  /** One answered request; empty texts where the request names nothing. */
  public record Request(String user, String verb, String resource, String namespace, String uri) {
    boolean isWatchOfMany() {
      return verb.equals("watch");
    }
  }

  /** A mark to read from later: the end of the last whole line, in bytes. */
  public long mark() {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long end = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      while (end > 0) {
        last.clear();
        channel.position(end - 1).read(last);
        if (last.get(0) == '\n') {
          break;
        }
        end--;
      }
      return end;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the user asked for since the mark; the watches that always stand are left out. */
  public List<Request> requestsSince(long mark, String user) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(mark);
      String text =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> line.endsWith("}"))
          .map(AuditLog::parse)
          .filter(request -> request.user().equals(user) && !request.isWatchOfMany())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Request parse(String line) {
    try {
      JsonNode entry = Serialization.jsonMapper().readTree(line);
      return new Request(
          entry.at("/user/username").asText(),
          entry.path("verb").asText(),
          entry.at("/objectRef/resource").asText(),
          entry.at("/objectRef/namespace").asText(),
          entry.path("requestURI").asText());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not a line of an audit log: " + line, e);
    }
  }
}
