package dev.roadstead.cli.quickstart;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The three questions that quickstart has for the engine on this machine, as HTTP/1.1 over its socket, one connection
 * each. Controllers have a client of their own, which knows nothing of imports. Thread-safe.
 */
final class DockerEngine {
    private final Path socket;

    DockerEngine(Path socket) {
        this.socket = socket;
    }

    /** An answer; the body is text. */
    record Reply(int status, String body) {
        boolean ok() {
            return status / 100 == 2;
        }
    }

    /** @throws IOException if the engine does not answer */
    void ping() throws IOException {
        Reply reply = call("GET", "/_ping", new byte[0], Duration.ofSeconds(5));
        if (!reply.ok()) {
            throw new IOException("/_ping was answered with " + reply.status() + ": " + reply.body());
        }
    }

    boolean hasImage(String name) throws IOException {
        return call("GET", "/images/" + name + "/json", new byte[0], Duration.ofSeconds(10))
                .ok();
    }

    /** Pulls; the engine reports failures that come late as a line of an answer that began well. */
    void pull(String repository, String tag, Duration limit) throws IOException {
        Reply reply = call("POST", "/images/create?fromImage=" + repository + "&tag=" + tag, new byte[0], limit);
        if (!reply.ok() || reply.body().contains("\"error\"")) {
            throw new IOException(reply.body().strip().lines().reduce("", (first, last) -> last));
        }
    }

    /** Makes an image of a root file system in a tar archive. */
    void importImage(String repository, String tag, byte[] tar) throws IOException {
        Reply reply = call(
                "POST", "/images/create?fromSrc=-&repo=" + repository + "&tag=" + tag, tar, Duration.ofSeconds(60));
        if (!reply.ok() || reply.body().contains("\"error\"")) {
            throw new IOException(reply.body().strip());
        }
    }

    private Reply call(String method, String path, byte[] body, Duration limit) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Thread deadline = closeAfter(channel, limit);
            try {
                OutputStream out = Channels.newOutputStream(channel);
                out.write((method + " " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n"
                                + "Content-Type: application/x-tar\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                return read(new BufferedInputStream(Channels.newInputStream(channel)));
            } catch (ClosedChannelException e) {
                throw new IOException("no answer to " + path + " within " + limit.toSeconds() + " s", e);
            } finally {
                deadline.interrupt();
            }
        }
    }

    /** Blocking reads of a channel have no timeout; closing it ends them. */
    private static Thread closeAfter(SocketChannel channel, Duration limit) {
        return Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(limit);
                channel.close();
            } catch (InterruptedException answered) {
                Thread.currentThread().interrupt();
            } catch (IOException closed) {
                // The reader finds out by itself.
            }
        });
    }

    private static Reply read(InputStream in) throws IOException {
        String[] statusLine = line(in).split(" ", 3);
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            chunked |= header.toLowerCase(Locale.ROOT).equals("transfer-encoding: chunked");
        }
        byte[] body = chunked ? unchunk(in) : in.readAllBytes();
        return new Reply(Integer.parseInt(statusLine[1]), new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] unchunk(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the engine ended its answer early");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
