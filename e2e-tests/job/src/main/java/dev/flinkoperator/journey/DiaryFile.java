package dev.flinkoperator.journey;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * One attempt's hand in the diary. A line is {@code KIND A B MILLIS JOB WRITER}: two numbers, the
 * wall time, the Flink job's id, and who writes: pod, attempt, and a mark of its own, as a
 * JobManager that comes back counts attempts from 0 again.
 */
final class DiaryFile {
  private final FileChannel channel;
  private final String job;
  private final String writer;

  private DiaryFile(FileChannel channel, String job, String writer) {
    this.channel = channel;
    this.job = job;
    this.writer = writer;
  }

  static DiaryFile open(Path path, String job, int attempt) throws IOException {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    String pod = InetAddress.getLocalHost().getHostName();
    Files.createDirectories(path.getParent());
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    DiaryFile file = new DiaryFile(channel, job, pod + "#" + attempt + "#" + mark);
    file.write("began", 0, 0);
    return file;
  }

  /** In one call, so that lines of two writers are never mixed and a reader sees it at once. */
  void write(String kind, long a, long b) throws IOException {
    String line =
        String.format("%s %d %d %d %s %s%n", kind, a, b, System.currentTimeMillis(), job, writer);
    channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
  }

  void close() throws IOException {
    write("ended", 0, 0);
    channel.close();
  }
}
