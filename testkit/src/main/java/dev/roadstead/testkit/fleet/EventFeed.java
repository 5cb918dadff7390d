package dev.roadstead.testkit.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** An engine's events: a short memory, and those who listen. Thread-safe; telling never blocks. */
final class EventFeed {
    private static final int REMEMBERED = 256;
    private static final JsonMapper JSON = new JsonMapper();

    /** A line of the stream. */
    record Event(Instant at, String json) {}

    private final Deque<Event> recent = new ArrayDeque<>();
    private final Set<BlockingQueue<Event>> listeners = ConcurrentHashMap.newKeySet();

    void container(String action, SimulatedContainer about, Instant now) {
        ObjectNode attributes = JSON.createObjectNode();
        about.labels().forEach(attributes::put);
        attributes.put("name", about.name());
        if (action.equals("die")) {
            attributes.put("exitCode", String.valueOf(about.exitCode()));
        }
        tell("container", action, about.id(), attributes, now);
    }

    void network(String action, EngineState.Network network, String containerId, Instant now) {
        ObjectNode attributes = JSON.valueToTree(Map.of("container", containerId, "name", network.name()));
        tell("network", action, network.id(), attributes, now);
    }

    private synchronized void tell(String type, String action, String id, ObjectNode attributes, Instant now) {
        ObjectNode json = JSON.createObjectNode();
        json.put("Type", type).put("Action", action).put("scope", "local");
        json.put("time", now.getEpochSecond()).put("timeNano", now.getEpochSecond() * 1_000_000_000 + now.getNano());
        json.putObject("Actor").put("ID", id).set("Attributes", attributes);
        Event event = new Event(now, json + "\n");
        recent.add(event);
        if (recent.size() > REMEMBERED) {
            recent.remove();
        }
        listeners.forEach(listener -> listener.add(event));
    }

    /** What was told since then and is told from now on. */
    synchronized BlockingQueue<Event> listen(Instant since) {
        List<Event> missed =
                recent.stream().filter(event -> !event.at().isBefore(since)).toList();
        BlockingQueue<Event> listener = new LinkedBlockingQueue<>(missed);
        listeners.add(listener);
        return listener;
    }

    void leave(BlockingQueue<Event> listener) {
        listeners.remove(listener);
    }
}
