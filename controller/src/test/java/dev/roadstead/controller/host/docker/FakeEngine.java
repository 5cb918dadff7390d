package dev.roadstead.controller.host.docker;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server that misbehaves as a test wants: it answers each request with the bytes it is told, or stays silent. */
final class FakeEngine implements AutoCloseable {
    /** Accepts and never answers. */
    static final Function<String, String> SILENT = _ -> "";

    final Path socket;
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocketChannel server;
    private final Thread accepting;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private volatile Function<String, String> answers;

    /** @param answers from a request line to the whole answer; empty: none, the connection stays open */
    FakeEngine(Path directory, Function<String, String> answers) throws IOException {
        this.socket = directory.resolve("fake.sock");
        this.answers = answers;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    static String ping(String version) {
        return "HTTP/1.1 200 OK\r\nApi-Version: " + version + "\r\nContent-Length: 2\r\n\r\nOK";
    }

    static String answer(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    DockerHost host(Deadlines deadlines) {
        return new DockerHost(new UnixTransport(socket), deadlines, Lenders.TEST);
    }

    void answer(Function<String, String> now) {
        answers = now;
    }

    int connections() {
        return connections.size();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            InputStream in = Channels.newInputStream(connection);
            while (true) {
                String line = HttpConnection.readLine(in);
                int length = 0;
                for (String header = HttpConnection.readLine(in);
                        !header.isEmpty();
                        header = HttpConnection.readLine(in)) {
                    if (header.startsWith("Content-Length: ")) {
                        length = Integer.parseInt(header.substring(16));
                    }
                }
                in.skipNBytes(length);
                requests.add(line);
                connection.write(ByteBuffer.wrap(answers.apply(line).getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            // the other side is gone
        }
    }

    /** Breaks every connection, as a restart does. */
    void cut() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    /** Goes on answering on the connections there are, as an engine does that shuts down. */
    void acceptNoMore() throws IOException, InterruptedException {
        server.close();
        accepting.join(); // only then is the socket closed
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        Files.deleteIfExists(socket);
    }
}
