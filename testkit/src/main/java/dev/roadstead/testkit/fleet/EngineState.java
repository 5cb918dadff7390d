package dev.roadstead.testkit.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one engine keeps. Thread-safe. */
final class EngineState {
    private static final JsonMapper JSON = new JsonMapper();

    /** A network and its own JSON. */
    record Network(String id, String name, ObjectNode json) {}

    private final InstantSource clock;
    private final EventFeed events;
    private final String prefix;
    private final Map<String, SimulatedContainer> byId = new LinkedHashMap<>();
    private final Map<String, String> idByName = new TreeMap<>();
    private final Map<String, Network> networks = new TreeMap<>();
    private long numbers;

    /** @param number of the engine, so that no two engines give the same id */
    EngineState(int number, InstantSource clock, EventFeed events) {
        this.clock = clock;
        this.events = events;
        this.prefix = "%08x".formatted(number);
    }

    synchronized List<SimulatedContainer> containers(Predicate<SimulatedContainer> which) {
        return byId.values().stream().filter(which).toList();
    }

    synchronized int running() {
        return (int) byId.values().stream().filter(SimulatedContainer::isUp).count();
    }

    /** By name or id; null if there is none. */
    synchronized @Nullable SimulatedContainer find(String nameOrId) {
        return byId.get(idByName.getOrDefault(nameOrId, nameOrId));
    }

    /** Null if the name is taken. */
    synchronized @Nullable SimulatedContainer create(String name, JsonNode request) {
        if (idByName.containsKey(name)) {
            return null;
        }
        SimulatedContainer made = SimulatedContainer.of(newId(), name, request, clock.instant());
        Map<String, String> attachments = new TreeMap<>();
        JsonNode endpoints = request.path("NetworkingConfig").path("EndpointsConfig");
        endpoints.properties().forEach(each -> attach(attachments, each.getKey(), each.getValue()));
        SimulatedContainer attached = made.attached(attachments);
        byId.put(attached.id(), attached);
        idByName.put(name, attached.id());
        tell("create", attached);
        return attached;
    }

    /** Whether it was not running before. */
    synchronized boolean start(SimulatedContainer container) {
        return change(container, now -> now.isUp() ? now : now.started(clock.instant()), "start");
    }

    /** Whether it was running before. */
    synchronized boolean end(SimulatedContainer container, int exitCode) {
        return change(container, now -> now.isUp() ? now.ended(exitCode, clock.instant()) : now, "die");
    }

    synchronized boolean pause(SimulatedContainer container, boolean is) {
        return change(container, now -> now.isUp() ? now.paused(is) : now, is ? "pause" : "unpause");
    }

    synchronized void remove(SimulatedContainer container) {
        end(container, 137);
        if (byId.remove(container.id()) != null) {
            idByName.remove(container.name());
            tell("destroy", container);
        }
    }

    synchronized @Nullable Network network(String nameOrId) {
        return networks.values().stream()
                .filter(network ->
                        network.name().equals(nameOrId) || network.id().equals(nameOrId))
                .findFirst()
                .orElse(null);
    }

    /** Those that have one of these in their names, or all. */
    synchronized List<Network> networks(List<String> names) {
        return networks.values().stream()
                .filter(network -> names.isEmpty() || names.stream().anyMatch(network.name()::contains))
                .toList();
    }

    /** Null if the name is taken. */
    synchronized @Nullable Network createNetwork(JsonNode request) {
        String name = request.path("Name").asText();
        if (networks.containsKey(name)) {
            return null;
        }
        ObjectNode json = JSON.createObjectNode();
        String id = newId();
        json.put("Id", id).put("Name", name).put("Driver", "bridge").put("Scope", "local");
        json.set("Labels", request.path("Labels").deepCopy());
        json.putObject("Containers");
        Network made = new Network(id, name, json);
        networks.put(name, made);
        return made;
    }

    /** Whether nothing is attached to it. */
    synchronized boolean removeNetwork(Network network) {
        boolean used =
                byId.values().stream().anyMatch(c -> c.isUp() && c.networks().containsKey(network.name()));
        if (!used) {
            networks.remove(network.name());
        }
        return !used;
    }

    synchronized void connect(SimulatedContainer container, Network network, @Nullable JsonNode endpoint) {
        SimulatedContainer now = byId.get(container.id());
        if (now == null) {
            return;
        }
        Map<String, String> attachments = new TreeMap<>(now.networks());
        if (endpoint == null) {
            attachments.remove(network.name());
        } else {
            attach(attachments, network.name(), endpoint);
        }
        byId.put(now.id(), now.attached(attachments));
        events.network(endpoint == null ? "disconnect" : "connect", network, now.id(), clock.instant());
    }

    private boolean change(SimulatedContainer container, UnaryOperator<SimulatedContainer> change, String action) {
        SimulatedContainer now = byId.get(container.id());
        if (now == null) {
            return false;
        }
        SimulatedContainer after = change.apply(now);
        byId.put(after.id(), after);
        boolean changed = after.status() != now.status();
        if (changed) {
            tell(action, after);
        }
        return changed;
    }

    private void attach(Map<String, String> attachments, String network, JsonNode endpoint) {
        ObjectNode json = JSON.createObjectNode();
        Network known = networks.get(network);
        long host = ++numbers;
        json.put("NetworkID", known == null ? "" : known.id());
        json.put("IPAddress", "10.%d.%d.%d".formatted(host >> 16 & 255, host >> 8 & 255, host & 255));
        List<String> aliases = new ArrayList<>();
        endpoint.path("Aliases").forEach(alias -> aliases.add(alias.asText()));
        json.set("Aliases", JSON.valueToTree(aliases));
        attachments.put(network, json.toString());
    }

    private void tell(String action, SimulatedContainer container) {
        events.container(action, container, clock.instant());
    }

    private String newId() {
        return prefix + "%056x".formatted(++numbers);
    }
}
