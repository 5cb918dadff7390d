package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.plan.ApiAction;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApplicationPlan;
import dev.roadstead.controller.plan.Candidate;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.QuotaItem;
import dev.roadstead.controller.plan.QuotaUsage;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes carry and the namespaces take, as sums that every change of a Node or Container corrects: a pass over an
 * Application does not add up the whole fleet. Thread-safe.
 *
 * <p>Passes that decide at the same time must not give the same room away twice. So they decide one after the other, and
 * what one decided to create counts from then on, before the server and the informer know of it.
 */
public final class ClusterLedger {
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Candidate> candidates = new TreeMap<>();
    /** By key; one without a uid was decided on here and not seen yet. */
    private final Map<String, Container> containers = new HashMap<>();

    private final Map<String, Map<String, Container>> byNode = new HashMap<>();
    private final Map<String, QuotaUsage> byNamespace = new HashMap<>();

    /** Takes in a change that an informer reports. */
    public synchronized void node(@Nullable Node before, @Nullable Node after) {
        if (after == null) {
            if (before != null) {
                nodes.remove(before.metadata().name());
                candidates.remove(before.metadata().name());
            }
            return;
        }
        String name = after.metadata().name();
        nodes.put(name, after);
        Candidate known = candidates.get(name);
        candidates.put(
                name,
                known == null ? new Candidate(after, List.copyOf(bound(name).values())) : known.on(after));
    }

    /** Takes in a change that an informer reports. */
    public synchronized void container(@Nullable Container before, @Nullable Container after) {
        if (after != null) {
            put(after);
        } else if (before != null) {
            remove(before.key());
        }
    }

    synchronized List<Candidate> candidates() {
        return List.copyOf(candidates.values());
    }

    /** What the containers of a namespace take. */
    public synchronized QuotaUsage usage(String namespace) {
        return byNamespace.getOrDefault(namespace, QuotaUsage.NONE);
    }

    /**
     * Plans for an Application, and has what the plan creates count from now on.
     *
     * @param own the Application's containers as the server has them; they replace what is known here
     */
    synchronized ApplicationPlan decide(
            Application app, List<Container> own, Function<List<Candidate>, ApplicationPlan> planning) {
        correct(app, own);
        ApplicationPlan plan = planning.apply(candidates());
        for (ApiAction action : plan.actions()) {
            if (action instanceof CreateContainer(Container container)) {
                put(container);
            }
        }
        return plan;
    }

    /** Gives the room back of a container that was decided on and not created. */
    synchronized void forget(Container decided) {
        Container known = containers.get(decided.key());
        if (known != null && known.metadata().uid() == null) {
            remove(decided.key());
        }
    }

    /** Passes over one Application follow each other, so whatever earlier ones created is on the server by now. */
    private void correct(Application app, List<Container> own) {
        Map<String, Container> live = own.stream().collect(Collectors.toMap(Container::key, Function.identity()));
        String namespace = String.valueOf(app.metadata().namespace());
        String name = app.metadata().name();
        List<String> gone = new ArrayList<>();
        for (Candidate node : candidates.values()) {
            if (node.siblings(namespace, name) > 0) {
                node.containers().stream()
                        .filter(c -> Names.namespace(c).equals(namespace)
                                && c.spec().application().equals(name)
                                && !live.containsKey(c.key()))
                        .map(Container::key)
                        .forEach(gone::add);
            }
        }
        gone.forEach(this::remove);
        own.forEach(this::put);
    }

    private void put(Container now) {
        String key = now.key();
        Container before = containers.get(key);
        if (before != null && isSameToAll(before, now)) {
            return;
        }
        String node = now.spec().nodeName();
        containers.put(key, now);
        if (before != null && isWhatWasDecided(before, now)) {
            byNode.computeIfAbsent(node, n -> new TreeMap<>()).put(key, now);
            candidates.computeIfPresent(node, (n, candidate) -> candidate.updated(before, now));
            return;
        }
        if (before != null) {
            takeAway(before);
        }
        byNode.computeIfAbsent(node, n -> new TreeMap<>()).put(key, now);
        candidates.computeIfPresent(node, (n, candidate) -> candidate.with(now));
        String namespace = Names.namespace(now);
        byNamespace.put(namespace, usage(namespace).plus(now.spec().template()));
    }

    /** The server has made it as it was decided. */
    private static boolean isWhatWasDecided(Container decided, Container now) {
        return decided.metadata().uid() == null
                && !now.metadata().deleting()
                && decided.spec().equals(now.spec());
    }

    /** Status alone changes nothing here, and it is what changes most. */
    private static boolean isSameToAll(Container before, Container now) {
        return before.metadata().uid() != null
                && before.metadata().uid().equals(now.metadata().uid())
                && before.metadata().generation() == now.metadata().generation()
                && before.metadata().deleting() == now.metadata().deleting();
    }

    private void remove(String key) {
        Container before = containers.remove(key);
        if (before != null) {
            takeAway(before);
        }
    }

    private void takeAway(Container before) {
        String node = before.spec().nodeName();
        Map<String, Container> rest = bound(node);
        rest.remove(before.key());
        if (rest.isEmpty()) {
            byNode.remove(node);
        }
        candidates.computeIfPresent(node, (n, candidate) -> candidate.without(before));
        byNamespace.computeIfPresent(Names.namespace(before), (namespace, known) -> {
            QuotaUsage less = known.minus(before.spec().template());
            return less.of(QuotaItem.CONTAINERS) == 0 ? null : less;
        });
    }

    private Map<String, Container> bound(String node) {
        return byNode.getOrDefault(node, Map.of());
    }
}
