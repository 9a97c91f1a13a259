package dev.flinkoperator.jar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens connections to hosts the rules allow. A name is resolved once, all its addresses are
 * judged, and the connection goes to one of those: asking DNS again, as any HTTP client would,
 * could bring another answer (DNS rebinding). Hence no HTTP client here, and no proxy.
 */
final class Connections implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int SILENCE_MILLIS = 30_000;
  private static final int MOST_ADDRESSES = 4;

  private final AddressRules rules;
  private final Network network;
  private final SSLSocketFactory tls;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Connections(AddressRules rules, Network network, SSLSocketFactory tls) {
    this.rules = rules;
    this.network = network;
    this.tls = tls;
  }

  /** A connection; closing it from another thread ends what is waited for. */
  record Connection(Socket raw, Socket talk, Set<Socket> open) implements AutoCloseable {
    @Override
    public void close() {
      open.remove(raw);
      try {
        raw.close();
      } catch (IOException e) {
        // Nothing can be done, and nothing follows on this connection.
      }
    }
  }

  /**
   * @param opened told of each connection before anything is said on it
   * @throws JarException if the rules forbid the host
   * @throws IOException if nobody answers
   */
  Connection connect(URI uri, Consumer<Connection> opened) throws IOException {
    InetAddress[] addresses = network.resolve(withoutBrackets(uri.getHost()));
    for (InetAddress address : addresses) {
      rules.check(uri, address);
    }
    IOException last = new UnknownHostException();
    for (int i = 0; i < Math.min(addresses.length, MOST_ADDRESSES); i++) {
      try {
        return connect(uri, addresses[i], opened);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private Connection connect(URI uri, InetAddress address, Consumer<Connection> opened)
      throws IOException {
    Socket raw = new Socket();
    Connection plain = new Connection(raw, raw, open);
    open.add(raw);
    opened.accept(plain);
    try {
      if (closed) {
        throw new IOException("closed");
      }
      raw.setSoTimeout(SILENCE_MILLIS);
      network.connect(raw, new InetSocketAddress(address, Ports.of(uri)), CONNECT_MILLIS);
      return "https".equalsIgnoreCase(uri.getScheme()) ? encrypted(uri, plain) : plain;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private Connection encrypted(URI uri, Connection plain) throws IOException {
    String host = withoutBrackets(uri.getHost());
    SSLSocket talk = (SSLSocket) tls.createSocket(plain.raw(), host, Ports.of(uri), true);
    SSLParameters parameters = talk.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    talk.setSSLParameters(parameters);
    talk.startHandshake();
    return new Connection(plain.raw(), talk, open);
  }

  /** Breaks off what is going on and opens nothing any more. */
  @Override
  public void close() {
    closed = true;
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // On the way out.
      }
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
