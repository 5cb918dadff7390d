package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** From this machine. */
public record SocketDialer() implements Dialer {
    @Override
    public Link dial(String address, int port, Duration lifetime) throws IOException {
        InetSocketAddress to = new InetSocketAddress(address, port);
        Socket socket = new Socket();
        Deadline.Guard guard = Deadline.in(lifetime).guard(socket);
        try {
            // The guard has the deadline.
            socket.connect(to);
            return new Link(socket.getInputStream(), socket.getOutputStream(), guard.andThenClose(socket));
        } catch (IOException e) {
            guard.close();
            socket.close();
            throw e;
        }
    }
}
