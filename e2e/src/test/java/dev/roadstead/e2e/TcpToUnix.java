package dev.roadstead.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A loopback port in front of a Unix socket, for what can only be told of ports. */
final class TcpToUnix implements AutoCloseable {
    private final ServerSocket listener;
    private final UnixDomainSocketAddress target;

    TcpToUnix(Path socket) throws IOException {
        target = UnixDomainSocketAddress.of(socket);
        listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("tcp-to-unix").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                SocketChannel server = SocketChannel.open(target);
                copy(client.getInputStream(), Channels.newOutputStream(server), client, server);
                copy(Channels.newInputStream(server), client.getOutputStream(), client, server);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException("forwarding to " + target, e);
                }
            }
        }
    }

    /** Either end of the connection ends both. */
    private static void copy(InputStream from, OutputStream to, Socket client, SocketChannel server) {
        Thread.ofVirtual().start(() -> {
            try (client;
                    server) {
                from.transferTo(to);
            } catch (IOException e) {
                // A killed server breaks its connections: that is what is tried here.
            }
        });
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
