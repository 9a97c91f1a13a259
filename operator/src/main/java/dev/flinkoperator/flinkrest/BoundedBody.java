package dev.flinkoperator.flinkrest;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Collects an answer up to a limit and hangs up on a longer one, so that a huge answer costs no
 * more memory than the limit.
 */
final class BoundedBody implements BodySubscriber<byte[]> {
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int limit;
  private final boolean keepTheBeginning;
  private @Nullable Subscription subscription;

  private BoundedBody(int limit, boolean keepTheBeginning) {
    this.limit = limit;
    this.keepTheBeginning = keepTheBeginning;
  }

  /** A longer answer is a {@link TooLargeException}. */
  static BoundedBody whole(int limit) {
    return new BoundedBody(limit, false);
  }

  /** Of a longer answer the beginning is enough. */
  static BoundedBody beginning(int limit) {
    return new BoundedBody(limit, true);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (body.isDone()) {
        return;
      }
      byte[] chunk = new byte[Math.min(buffer.remaining(), limit - bytes.size())];
      boolean over = buffer.remaining() > chunk.length;
      buffer.get(chunk);
      bytes.writeBytes(chunk);
      if (over) {
        hangUp();
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }

  private void hangUp() {
    if (subscription != null) {
      subscription.cancel();
    }
    if (keepTheBeginning) {
      body.complete(bytes.toByteArray());
    } else {
      body.completeExceptionally(new TooLargeException());
    }
  }

  /** The answer is longer than the limit. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("answer over the size limit", null, false, false);
    }
  }
}
