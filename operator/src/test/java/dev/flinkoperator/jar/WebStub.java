package dev.flinkoperator.jar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on loopback that writes to the wire what it is told, right or wrong. */
final class WebStub implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  WebStub() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  WebStub(ServerSocket server) {
    this.server = server;
    threads.execute(this::accept);
  }

  /** Writes an answer; the connection is closed when it returns. */
  interface Answer {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  /** With {@code localhost} for a host. */
  String address(String path) {
    return "http://localhost:" + port() + path;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Request line and headers of each request, as they came. */
  List<String> requests() {
    return requests;
  }

  void on(String path, Answer answer) {
    answers.put(path, answer);
  }

  /** Answers with a head and what follows it. */
  void on(String path, String head, byte[] body) {
    on(
        path,
        out -> {
          out.write((head + "\r\n\r\n").getBytes(UTF_8));
          out.write(body);
        });
  }

  void onJar(String path, byte[] jar) {
    on(path, "HTTP/1.1 200 OK\r\nContent-Length: " + jar.length, jar);
  }

  void onRedirect(String path, String location) {
    on(path, "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0", new byte[0]);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String request = request(new BufferedInputStream(socket.getInputStream()));
      requests.add(request);
      String path = request.split(" ", 3)[1];
      Answer answer =
          answers.getOrDefault(
              path, out -> out.write("HTTP/1.1 404 Not Found\r\n\r\n".getBytes(UTF_8)));
      answer.to(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The client has hung up, as it may.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      request.append((char) next);
    }
    return new String(request.toString().getBytes(ISO_8859_1), UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
