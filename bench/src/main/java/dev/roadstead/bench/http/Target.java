package dev.roadstead.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server and who asks it.
 *
 * @param trust whose certificates it may show
 * @param token sent as bearer token; empty for none
 */
public record Target(URI url, SSLContext trust, String token) {
    public Target as(String otherToken) {
        return new Target(url, trust, otherToken);
    }

    public Target at(URI otherUrl) {
        return new Target(otherUrl, trust, token);
    }

    /** A new connection over TLS, without a deadline: a benchmark that hangs shall show where. */
    public Connection connect() throws IOException {
        Socket plain = new Socket();
        plain.setTcpNoDelay(true);
        plain.connect(new InetSocketAddress(InetAddress.getByName(url.getHost()), url.getPort()));
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, url.getHost(), url.getPort(), true);
        socket.startHandshake();
        return new Connection(socket);
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "Target[" + url + "]";
    }
}
