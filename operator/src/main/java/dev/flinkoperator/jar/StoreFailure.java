package dev.flinkoperator.jar;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says what a plugin's file system died of. Plugins wrap what the store has said into two or three
 * exceptions of their own, with class names in the text: for people only the core is of use.
 */
final class StoreFailure {
  private static final int MOST_CAUSES = 8;
  private static final int MAX_REASON = 160;
  private static final Pattern FORBIDDEN =
      Pattern.compile("(Status Code: ?|HTTP )403\\b|403 Forbidden");
  private static final Pattern NO_CREDENTIALS =
      Pattern.compile("NoAuthWithAWS|Unable to load (AWS )?credentials");
  private static final Pattern NO_BUCKET = Pattern.compile("NoSuchBucket");
  private static final Pattern NO_KEY = Pattern.compile("NoSuchKey");
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}(?:[A-Z]\\w*[$.])*(?=[A-Z])");

  private StoreFailure() {}

  /** One line, in which the first that fits of all causes counts. */
  static String reason(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, e -> e != null, Throwable::getCause).limit(MOST_CAUSES).toList();
    if (any(causes, e -> says(e, NO_CREDENTIALS))) {
      return "the operator has no credentials for the store";
    }
    if (any(causes, e -> e instanceof AccessDeniedException || says(e, FORBIDDEN))) {
      return "the store denies access: wrong credentials, or they may not read this";
    }
    if (any(causes, e -> says(e, NO_BUCKET))) {
      return "no such bucket";
    }
    if (any(causes, e -> isMissing(e) || says(e, NO_KEY))) {
      return "no such file";
    }
    if (any(causes, e -> e instanceof UnknownHostException)) {
      return "the store's host name is not known";
    }
    if (any(causes, e -> e instanceof SocketTimeoutException)) {
      return "the store is silent";
    }
    if (any(causes, e -> e instanceof ConnectException || e instanceof NoRouteToHostException)) {
      return "no connection to the store";
    }
    return Shown.line(CLASS_NAME.matcher(text(failure)).replaceAll(""), MAX_REASON);
  }

  private static boolean any(List<Throwable> causes, Predicate<Throwable> test) {
    return causes.stream().anyMatch(test);
  }

  private static boolean isMissing(Throwable e) {
    return e instanceof FileNotFoundException || e instanceof NoSuchFileException;
  }

  /** In its text or, as newer stores' libraries have it, in its name. */
  private static boolean says(Throwable e, Pattern pattern) {
    return pattern.matcher(e.getClass().getSimpleName() + " " + e.getMessage()).find();
  }

  private static String text(Throwable e) {
    return e.getMessage() == null || e.getMessage().isBlank()
        ? e.getClass().getSimpleName()
        : e.getMessage();
  }
}
