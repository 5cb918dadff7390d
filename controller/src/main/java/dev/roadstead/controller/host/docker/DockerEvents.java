package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.controller.host.HostEvents.Listener;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.model.Labels;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription to an engine's events. A virtual thread reads the stream, which has a connection of its own; another asks
 * the engine whether it is alive, because silence on a stream says nothing.
 */
final class DockerEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DockerEvents.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    /** Without exec_*: every health check makes three of those. Network events have no labels to filter by. */
    private static final String FILTERS =
            "{\"type\":[\"container\",\"network\"],\"event\":[\"create\",\"start\",\"restart\","
                    + "\"die\",\"kill\",\"oom\",\"stop\",\"destroy\",\"pause\",\"unpause\",\"rename\",\"update\",\"health_status\","
                    + "\"connect\",\"disconnect\"]}";

    private final EngineHttp http;
    private final Deadlines deadlines;
    private final String installation;
    private final Listener listener;
    private final Thread thread;
    private volatile EngineHttp.@Nullable HttpStream stream;
    private volatile boolean closed;

    DockerEvents(EngineHttp http, Deadlines deadlines, String installation, Listener listener) {
        this.http = http;
        this.deadlines = deadlines;
        this.installation = installation;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("docker-events").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends the stream; at most the call of the listener that is running now is finished. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        EngineHttp.HttpStream open = stream;
        if (open != null) {
            Deadline.closeQuietly(open);
        }
    }

    private void run() {
        Duration delay = SHORTEST_DELAY;
        boolean told = false;
        while (!closed) {
            long start = System.nanoTime();
            try (EngineHttp.HttpStream events = open()) {
                told = false;
                deliver(listener::relist);
                read(events);
            } catch (HostException e) {
                told = tellOnce(told, e);
            } catch (IOException e) {
                String why = "the engine's event stream was lost: " + e.getMessage();
                told = tellOnce(told, new HostException(Kind.UNREACHABLE, why, e));
            }
            // A stream that ends at once, again and again, is no better than one that cannot be opened.
            boolean lasted = System.nanoTime() - start > LONGEST_DELAY.toNanos();
            delay = lasted ? SHORTEST_DELAY : delay;
            pause(delay);
            delay = min(delay.multipliedBy(2), LONGEST_DELAY);
        }
    }

    private boolean tellOnce(boolean told, HostException why) {
        if (!told && !closed) {
            deliver(() -> listener.lost(why));
        }
        return true;
    }

    private EngineHttp.HttpStream open() {
        try {
            EngineHttp.HttpStream opened = http.open(
                    HttpRequest.get("/events?filters=" + HttpRequest.encode(FILTERS) + since()), deadlines.call());
            stream = opened;
            return opened;
        } catch (EngineException e) {
            throw DockerErrors.refused("stream its events", e);
        }
    }

    /**
     * The engine sends the head of its answer before it subscribes us; asking for events since a moment before that, by
     * its own clock, closes the gap. A few come twice for that.
     */
    private String since() {
        String date = http.ping(deadlines.ping()).header("date");
        try {
            return date == null
                    ? ""
                    : "&since="
                            + (ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toEpochSecond()
                                    - 1);
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    private void read(EngineHttp.HttpStream events) throws IOException {
        Thread watch = Thread.ofVirtual().name("docker-events-watch").start(() -> closeWhenDead(events));
        try (MappingIterator<JsonNode> lines =
                JSON.readerFor(JsonNode.class).readValues(events.response().body())) {
            while (!closed && lines.hasNextValue()) {
                handle(lines.nextValue());
            }
            throw new IOException("the engine ended it");
        } finally {
            watch.interrupt();
        }
    }

    /** Ends a stream whose connection is half open: on such a one a read waits for ever. */
    private void closeWhenDead(EngineHttp.HttpStream events) {
        try {
            while (!closed) {
                Thread.sleep(deadlines.ping());
                http.ping(deadlines.ping());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the stream has ended
        } catch (HostException | EngineException e) {
            LOG.debug("engine does not answer, its event stream is given up", e);
            Deadline.closeQuietly(events);
        }
    }

    private void handle(JsonNode event) {
        String action = event.path("Action").asText();
        JsonNode actor = event.path("Actor");
        Map<String, String> attributes =
                actor.has("Attributes") ? JSON.convertValue(actor.get("Attributes"), ATTRIBUTES) : Map.of();
        switch (event.path("Type").asText()) {
            case "container" -> {
                boolean ours = installation.equals(attributes.get(Labels.MANAGED_BY));
                String id = actor.path("ID").asText();
                deliver(() -> listener.containerEvent(action, id, ours ? attributes : Map.of()));
            }
            case "network" -> {
                String container = attributes.get("container");
                if (container != null) {
                    deliver(() -> listener.containerEvent(action, container, Map.of()));
                }
            }
            default -> {}
        }
    }

    /** A listener's failure is its own: the stream goes on. */
    private void deliver(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("a listener of engine events failed", e);
        }
    }

    private void pause(Duration delay) {
        try {
            Thread.sleep(delay.multipliedBy(ThreadLocalRandom.current().nextInt(50, 101))
                    .dividedBy(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
