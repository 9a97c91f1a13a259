package dev.flinkoperator.jar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/** Names and connections as the system has them. */
@FunctionalInterface
interface Network {
  Network SYSTEM = InetAddress::getAllByName;

  InetAddress[] resolve(String host) throws UnknownHostException;

  default void connect(Socket socket, InetSocketAddress to, int millis) throws IOException {
    socket.connect(to, millis);
  }
}
