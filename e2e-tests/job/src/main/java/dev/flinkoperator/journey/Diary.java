package dev.flinkoperator.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Writes each number into {@code records} on the volume as it comes, and which number was the last
 * one before a completed checkpoint. It keeps no state of its own and takes nothing back: after a
 * restore from a checkpoint the numbers behind it are written again, and a reader sees that.
 *
 * <p>While a file {@code hold-snapshots} lies beside it, a snapshot does not get done: checkpoints
 * and savepoints take as long as the test wants.
 */
final class Diary extends ProcessFunction<Tuple2<Long, Long>, Void>
    implements CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;

  private final String directory;
  private final boolean failing;
  private transient @Nullable DiaryFile file;
  private transient Map<Long, Long> lastNumbers = new TreeMap<>();
  private transient long lastNumber;

  Diary(Path directory, boolean failing) {
    this.directory = directory.toString();
    this.failing = failing;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    lastNumbers = new TreeMap<>();
    lastNumber = 0;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    file =
        DiaryFile.open(
            Path.of(directory, "records"),
            getRuntimeContext().getJobInfo().getJobId().toHexString(),
            getRuntimeContext().getTaskInfo().getAttemptNumber());
    if (failing) {
      throw new IllegalStateException("the job was told to fail once it runs");
    }
  }

  @Override
  public void processElement(Tuple2<Long, Long> counted, Context context, Collector<Void> out)
      throws IOException {
    lastNumber = Math.max(lastNumber, counted.f0);
    opened().write("record", counted.f0, counted.f1);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws InterruptedException {
    Path hold = Path.of(directory, "hold-snapshots");
    while (Files.exists(hold)) {
      Thread.sleep(50);
    }
    lastNumbers.put(context.getCheckpointId(), lastNumber);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws IOException {
    Long number = lastNumbers.get(checkpointId);
    // Nothing has passed yet when it was taken just after a restore: where that was, others know.
    if (number != null && number > 0) {
      opened().write("completed", checkpointId, number);
    }
    lastNumbers.keySet().removeIf(id -> id <= checkpointId);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private DiaryFile opened() {
    if (file == null) {
      throw new IllegalStateException("not opened");
    }
    return file;
  }
}
