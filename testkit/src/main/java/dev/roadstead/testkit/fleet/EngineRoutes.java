package dev.roadstead.testkit.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.testkit.fleet.EngineState.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** The calls that a simulated engine knows, but for the stream of events. Thread-safe. */
final class EngineRoutes {
    private static final JsonMapper JSON = new JsonMapper();

    private final String id;
    private final EngineState state;
    private final Set<String> images;
    private final Behaviour behaviour;
    private final Queue<String> unknown = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    EngineRoutes(String id, EngineState state, Set<String> images, Behaviour behaviour) {
        this.id = id;
        this.state = state;
        this.images = images;
        this.behaviour = behaviour;
    }

    /** Calls that were answered with 501. */
    List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** How often each kind of call came, names and ids left out: {@code POST containers start}. */
    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    Reply answer(Call call) throws InterruptedException {
        counts.computeIfAbsent(call.kind(), kind -> new LongAdder()).increment();
        return switch (call.segments().getFirst()) {
            case "_ping" -> Reply.ok("OK");
            case "version" ->
                Reply.ok(JSON.createObjectNode().put("Version", "28.0.0").put("ApiVersion", "1.48"));
            case "info" -> Reply.ok(info());
            case "containers" -> containers(call);
            case "networks" -> networks(call);
            case "images" -> images(call);
            case "volumes" -> call.path().equals("/volumes") ? Reply.ok("{\"Volumes\":[]}") : refuse(call);
            case "system" -> call.path().equals("/system/df") ? Reply.ok("{\"LayersSize\":0}") : refuse(call);
            default -> refuse(call);
        };
    }

    private ObjectNode info() {
        ObjectNode info = JSON.createObjectNode();
        info.put("ID", id).put("ServerVersion", "28.0.0").put("OSType", "linux").put("Architecture", "x86_64");
        info.put("Driver", "overlay2").put("CgroupVersion", "2").put("NCPU", 64).put("MemTotal", 256L << 30);
        return info.put("Containers", state.containers(each -> true).size());
    }

    private Reply containers(Call call) throws InterruptedException {
        List<String> path = call.segments();
        if (call.path().equals("/containers/json")) {
            return list(call);
        }
        if (call.path().equals("/containers/create") && call.method().equals("POST")) {
            return create(call);
        }
        SimulatedContainer container = path.size() < 2 ? null : state.find(path.get(1));
        if (container == null) {
            return path.size() < 2 ? refuse(call) : Reply.missing("container", path.get(1));
        }
        String verb = call.method() + (path.size() > 2 ? " " + path.get(2) : "");
        return switch (verb) {
            case "GET json" -> Reply.ok(container.inspect());
            case "GET logs" -> Reply.ok("");
            case "POST start" -> {
                Thread.sleep(behaviour.start());
                yield state.start(container) ? Reply.NOTHING : Reply.NOT_MODIFIED;
            }
            case "POST stop" -> {
                Thread.sleep(behaviour.stop());
                yield state.end(container, 143) ? Reply.NOTHING : Reply.NOT_MODIFIED;
            }
            case "POST kill" -> state.end(container, 137) ? Reply.NOTHING : Reply.error(409, "it is not running");
            case "POST pause" -> state.pause(container, true) ? Reply.NOTHING : Reply.error(409, "it is not running");
            case "POST unpause" -> state.pause(container, false) ? Reply.NOTHING : Reply.error(409, "it is not paused");
            case "DELETE" -> {
                Thread.sleep(behaviour.stop());
                state.remove(container);
                yield Reply.NOTHING;
            }
            default -> refuse(call);
        };
    }

    private Reply list(Call call) {
        boolean all = Set.of("1", "true").contains(call.query().getOrDefault("all", "0"));
        List<String> labels = values(call.filters().path("label"));
        List<String> networks = values(call.filters().path("network"));
        ArrayNode found = JSON.createArrayNode();
        state.containers(each -> (all || each.isUp())
                        && labels.stream().allMatch(label -> hasLabel(each, label))
                        && (networks.isEmpty() || networks.stream().anyMatch(each.networks()::containsKey)))
                .forEach(each -> found.add(each.listed()));
        return Reply.ok(found);
    }

    private static boolean hasLabel(SimulatedContainer container, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? container.labels().containsKey(wanted)
                : wanted.substring(equals + 1).equals(container.labels().get(wanted.substring(0, equals)));
    }

    private static List<String> values(JsonNode filter) {
        List<String> values = new ArrayList<>();
        if (filter.isArray()) {
            filter.forEach(value -> values.add(value.asText()));
        } else {
            filter.fieldNames().forEachRemaining(values::add);
        }
        return values;
    }

    private Reply create(Call call) throws InterruptedException {
        JsonNode request = call.json();
        String image = request.path("Image").asText();
        if (!images.contains(image)) {
            return Reply.missing("image", image);
        }
        Thread.sleep(behaviour.create());
        String name = call.query().getOrDefault("name", "");
        SimulatedContainer made = state.create(name, request);
        if (made == null) {
            return Reply.error(409, "Conflict. The container name \"/" + name + "\" is already in use");
        }
        ObjectNode body = JSON.createObjectNode().put("Id", made.id());
        body.putArray("Warnings");
        return new Reply(201, body.toString());
    }

    private Reply networks(Call call) {
        List<String> path = call.segments();
        if (path.size() < 2) {
            ArrayNode found = JSON.createArrayNode();
            state.networks(values(call.filters().path("name"))).forEach(network -> found.add(network.json()));
            return call.method().equals("GET") ? Reply.ok(found) : refuse(call);
        }
        if (call.path().equals("/networks/create")) {
            Network made = state.createNetwork(call.json());
            return made == null
                    ? Reply.error(409, "a network of this name exists")
                    : new Reply(201, "{\"Id\":\"" + made.id() + "\",\"Warning\":\"\"}");
        }
        Network network = state.network(path.get(1));
        if (network == null) {
            return Reply.missing("network", path.get(1));
        }
        return switch (call.method() + (path.size() > 2 ? " " + path.get(2) : "")) {
            case "GET" -> Reply.ok(network.json());
            case "DELETE" ->
                state.removeNetwork(network) ? Reply.NOTHING : Reply.error(403, "network has active endpoints");
            case "POST connect" -> connect(call, network, true);
            case "POST disconnect" -> connect(call, network, false);
            default -> refuse(call);
        };
    }

    private Reply connect(Call call, Network network, boolean join) {
        JsonNode request = call.json();
        SimulatedContainer container = state.find(request.path("Container").asText());
        if (container == null) {
            return Reply.missing("container", request.path("Container").asText());
        }
        state.connect(container, network, join ? request.path("EndpointConfig") : null);
        return Reply.ok("");
    }

    /** Images are there or not; there is no registry to pull from. */
    private Reply images(Call call) {
        List<String> path = call.segments();
        String last = path.getLast();
        if (call.path().equals("/images/json")) {
            ArrayNode all = JSON.createArrayNode();
            images.forEach(image ->
                    all.addObject().put("Id", image).putArray("RepoTags").add(image));
            return Reply.ok(all);
        }
        if (call.path().equals("/images/create")) {
            return Reply.error(
                    404, "pull access denied for " + call.query().get("fromImage") + ", there is no registry");
        }
        String image = call.path().substring("/images/".length()).replaceFirst("/json$", "");
        if (!last.equals("json") || !call.method().equals("GET")) {
            return refuse(call);
        }
        return images.contains(image)
                ? Reply.ok(JSON.createObjectNode()
                        .put("Id", "sha256:" + "0".repeat(64))
                        .put("Os", "linux"))
                : Reply.missing("image", image);
    }

    private Reply refuse(Call call) {
        unknown.add(call.toString());
        return Reply.error(501, "this simulated engine does not know " + call);
    }
}
