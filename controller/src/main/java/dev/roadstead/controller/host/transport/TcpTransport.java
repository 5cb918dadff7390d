package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import dev.roadstead.controller.host.docker.BarredException;
import dev.roadstead.controller.host.docker.Deadline;
import dev.roadstead.controller.host.docker.DockerTransport;
import dev.roadstead.controller.host.docker.SocketDialer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An engine's TCP port, with mutual TLS. Without it only loopback addresses are spoken to: who reaches the open port of an
 * engine owns its machine.
 */
record TcpTransport(String host, int port, @Nullable SSLContext tls) implements DockerTransport {
    /** As in the rule of a Node's tcp connection: no other name is known to be this machine. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    @Override
    public Link connect(Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        return Addresses.first(Addresses.of(host, deadline), deadline, this::connect);
    }

    private Link connect(InetAddress address, Deadline deadline) throws IOException {
        if (tls == null && !address.isLoopbackAddress()) {
            throw new BarredException("plain TCP to " + host + " (" + address.getHostAddress()
                    + ") is refused: who reaches an engine's open port owns its machine; set connection.tcp.tls");
        }
        Socket socket = new Socket();
        try (var _ = deadline.guard(socket)) {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            // At least 1: zero would mean for ever.
            socket.connect(new InetSocketAddress(address, port), (int)
                    Math.max(1, deadline.remaining().toMillis()));
            return tls == null
                    ? new Link(socket.getInputStream(), socket.getOutputStream(), socket)
                    : secured(socket, tls);
        } catch (SSLHandshakeException e) {
            socket.close();
            if (!BarredException.isVerdict(e)) {
                throw new IOException(host + " ended the connection during the TLS handshake", e);
            }
            throw new BarredException(
                    "TLS with " + host + " failed: " + e.getMessage() + "; check that ca.crt is of the authority that "
                            + "signed the engine's certificate, and that the certificate names " + host,
                    e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Link secured(Socket socket, SSLContext context) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        // The socket under TLS is closed, without a goodbye: that would wait for a writer who waits for a silent peer.
        return new Link(secured.getInputStream(), secured.getOutputStream(), socket);
    }

    @Override
    public Optional<Dialer> dialer() {
        return LOOPBACK.contains(host) ? Optional.of(new SocketDialer()) : Optional.empty();
    }

    @Override
    public String address() {
        return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
