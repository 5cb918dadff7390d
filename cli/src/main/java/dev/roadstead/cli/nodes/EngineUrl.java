package dev.roadstead.cli.nodes;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** An engine's address as Docker's own tools write it. */
public sealed interface EngineUrl {
    /** A socket of this machine. */
    record Unix(String path) implements EngineUrl {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    record Tcp(String host, int port) implements EngineUrl {
        @Override
        public String toString() {
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * An engine behind an SSH server.
     *
     * @param user null: the user who asks
     * @param socketPath of the engine there
     */
    record Ssh(@Nullable String user, String host, int port, String socketPath) implements EngineUrl {
        @Override
        public String toString() {
            return "ssh://" + (user == null ? "" : user + "@") + host + (port == 22 ? "" : ":" + port);
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected
     */
    static EngineUrl parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            String host = uri.getHost() == null ? "" : uri.getHost().replaceAll("^\\[|]$", "");
            String path = uri.getPath() == null ? "" : uri.getPath();
            if (scheme.equals("unix") && path.startsWith("/")) {
                return new Unix(path);
            }
            if (scheme.equals("tcp") && !host.isEmpty()) {
                return new Tcp(host, uri.getPort() < 0 ? 2376 : uri.getPort());
            }
            if (scheme.equals("ssh") && !host.isEmpty()) {
                String socket = path.length() > 1 ? path : "/var/run/docker.sock";
                return new Ssh(uri.getUserInfo(), host, uri.getPort() < 0 ? 22 : uri.getPort(), socket);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(expected(text), e);
        }
        throw new IllegalArgumentException(expected(text));
    }

    private static String expected(String text) {
        return "'" + text
                + "' is no engine's address; expected unix:///PATH, tcp://HOST:PORT or ssh://[USER@]HOST[:PORT]";
    }
}
