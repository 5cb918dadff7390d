package dev.roadstead.testkit.fleet;

import java.io.BufferedInputStream;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** One simulated engine on a Unix socket. Thread-safe. */
public final class SimulatedEngine implements AutoCloseable {
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

    private final Path socket;
    private final InstantSource clock = InstantSource.system();
    private final EventFeed events = new EventFeed();
    private final EngineState state;
    private final EngineRoutes routes;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean hung;

    private SimulatedEngine(Path socket, int number, Set<String> images, Behaviour behaviour) throws IOException {
        this.socket = socket;
        this.state = new EngineState(number, clock, events);
        this.routes = new EngineRoutes("ENGINE-" + number, state, images, behaviour);
        Files.deleteIfExists(socket);
        this.server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket), 128);
    }

    /**
     * Starts to listen.
     *
     * @param number part of all ids, so that engines of different numbers never give the same
     * @param images that it has, with their tags; there is no registry
     */
    public static SimulatedEngine start(Path socket, int number, Set<String> images, Behaviour behaviour)
            throws IOException {
        SimulatedEngine engine = new SimulatedEngine(socket, number, images, behaviour);
        Thread.ofVirtual().name("engine-" + number).start(engine::accept);
        return engine;
    }

    public Path socket() {
        return socket;
    }

    /** Containers that run. */
    public int running() {
        return state.running();
    }

    /** Names of all containers. */
    public List<String> containers() {
        return state.containers(each -> true).stream()
                .map(SimulatedContainer::name)
                .toList();
    }

    /** Lets a container end, as a process does that fails. */
    public void end(String name, int exitCode) {
        SimulatedContainer container = state.find(name);
        if (container == null || !state.end(container, exitCode)) {
            throw new IllegalArgumentException("no running container " + name + ", there are " + containers());
        }
    }

    /** From now on it accepts calls and never answers, or answers new ones again. */
    public void hang(boolean now) {
        hung = now;
    }

    /** Calls that it did not know; a test expects none. */
    public List<String> unknownCalls() {
        return routes.unknown();
    }

    /** How often each kind of call came, such as {@code POST containers start}; the stream of events is not counted. */
    public Map<String, Long> calls() {
        return routes.counts();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().name("engine-call").start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(connection), 8192);
            while (true) {
                Call call = Call.read(in);
                if (hung) {
                    never.await();
                }
                if (call.path().equals("/events")) {
                    stream(connection, call);
                    return;
                }
                write(connection, head(routes.answer(call)));
            }
        } catch (IOException e) {
            // the client is gone, or the engine was closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private String head(Reply reply) {
        int length = reply.body().getBytes(StandardCharsets.UTF_8).length;
        String size = reply.status() == 204 || reply.status() == 304 ? "" : "Content-Length: " + length + "\r\n";
        return "HTTP/1.1 " + reply.status() + " X\r\nApi-Version: 1.41\r\nDate: "
                + DATE.format(ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                + "\r\nContent-Type: application/json\r\n" + size + "\r\n" + reply.body();
    }

    private void stream(SocketChannel connection, Call call) throws IOException, InterruptedException {
        Instant since = call.query().containsKey("since")
                ? Instant.ofEpochSecond(Long.parseLong(call.query().get("since")))
                : clock.instant();
        BlockingQueue<EventFeed.Event> mine = events.listen(since);
        try {
            write(connection, "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                String event = mine.take().json();
                int length = event.getBytes(StandardCharsets.UTF_8).length;
                write(connection, Integer.toHexString(length) + "\r\n" + event + "\r\n");
            }
        } finally {
            events.leave(mine);
        }
    }

    private static void write(SocketChannel connection, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    /** Breaks every connection; its containers are forgotten with it. */
    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel connection : connections) {
                connection.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the simulated engine at " + socket, e);
        }
    }
}
