package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code POST /jars/upload}: hands a jar to the JobManager, which keeps it under an id of its own.
 * Flink shows it in the list only when it has it whole. The request is not bound by {@code
 * rest.server.max-content-length} (seen with 200 MB on 1.20 and 2.3).
 *
 * @param jar the file; must not change until the call has ended
 * @param fileName the jar's name on the cluster, ending in {@code .jar}
 */
public record UploadJar(Path jar, String fileName) implements Endpoint<String> {
  private static final Duration ALWAYS = Duration.ofMinutes(1);
  private static final long SLOWEST_BYTES_A_SECOND = 1 << 20;

  public UploadJar {
    JarId.require(fileName);
  }

  @Override
  public String name() {
    return "upload-jar";
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/jars/upload";
  }

  @Override
  public FilePart file() {
    return new FilePart(jar, "jarfile", fileName, "application/x-java-archive");
  }

  /** A minute, and a second for each MiB. */
  @Override
  public Duration timeLimit() {
    return ALWAYS.plusSeconds(size() / SLOWEST_BYTES_A_SECOND);
  }

  /**
   * @return the id of the jar, the last name in the path that Flink answers with
   */
  @Override
  public String read(JsonNode answer) throws UnexpectedAnswerException {
    String filename = new Fields(answer).text("filename");
    String id =
        filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
    try {
      JarId.require(id);
    } catch (IllegalArgumentException e) {
      throw new UnexpectedAnswerException("field 'filename' names no jar");
    }
    return id;
  }

  @Override
  public String explain(int status, String detail) {
    return JarsOff.explain(status, detail);
  }

  private long size() {
    try {
      return Files.size(jar);
    } catch (IOException e) {
      return 0;
    }
  }
}
