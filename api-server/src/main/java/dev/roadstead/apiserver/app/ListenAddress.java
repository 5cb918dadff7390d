package dev.roadstead.apiserver.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the server listens, and how it is reached there.
 *
 * @param host a name or an address; {@code 0.0.0.0} and {@code ::} are all of this machine
 */
record ListenAddress(String host) {
    /** The names in the server's certificate. */
    Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "::1"));
        names.add(isEverywhere() ? InetAddress.getLocalHost().getHostName() : host);
        return names;
    }

    /** For clients on this machine, which reach a server that listens everywhere by loopback. */
    URI url(int port) {
        String reached = isEverywhere() ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return URI.create("https://" + reached + ":" + port);
    }

    private boolean isEverywhere() {
        return host.equals("0.0.0.0") || host.equals("::");
    }
}
