package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Capacity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node that a container may be placed on, with the containers that are bound to it, leaving ones included. What the
 * scheduler asks of them is kept as sums: a container more costs what is new, not a look at all the others. Immutable.
 */
public final class Candidate {
    private static final int ALL_RELEASES = 0;

    /** Containers that are to be kept apart from each other. */
    private record Kin(String namespace, String application, int release) {}

    private final Node node;
    private final @Nullable Demand allocatable;
    private final List<Container> containers;
    private final Demand allocated;
    private final Map<Kin, Integer> kin;
    private final List<HostPort> hostPorts;

    /** Adds up what the containers take; {@link #with} is the cheap way to one more. */
    public Candidate(Node node, List<Container> containers) {
        this(node, allocatable(node), List.copyOf(containers));
    }

    private Candidate(Node node, @Nullable Demand allocatable, List<Container> containers) {
        Demand sum = Demand.NONE;
        Map<Kin, Integer> counts = new HashMap<>();
        List<HostPort> ports = new ArrayList<>();
        for (Container container : containers) {
            sum = sum.plus(Demand.of(container.spec().template()));
            count(counts, container);
            ports.addAll(HostPort.of(container.spec().template()));
        }
        this.node = node;
        this.allocatable = allocatable;
        this.containers = containers;
        this.allocated = sum;
        this.kin = counts;
        this.hostPorts = List.copyOf(ports);
    }

    private Candidate(Candidate base, Node node, @Nullable Demand allocatable, List<Container> containers) {
        this.node = node;
        this.allocatable = allocatable;
        this.containers = containers;
        this.allocated = base.allocated;
        this.kin = base.kin;
        this.hostPorts = base.hostPorts;
    }

    private Candidate(Candidate base, Container more) {
        List<Container> all = new ArrayList<>(base.containers.size() + 1);
        all.addAll(base.containers);
        all.add(more);
        Map<Kin, Integer> counts = new HashMap<>(base.kin);
        count(counts, more);
        List<HostPort> ports = HostPort.of(more.spec().template());
        this.node = base.node;
        this.allocatable = base.allocatable;
        this.containers = List.copyOf(all);
        this.allocated = base.allocated.plus(Demand.of(more.spec().template()));
        this.kin = counts;
        this.hostPorts = ports.isEmpty() ? base.hostPorts : joined(base.hostPorts, ports);
    }

    public Node node() {
        return node;
    }

    public List<Container> containers() {
        return containers;
    }

    String name() {
        return node.metadata().name();
    }

    boolean ready() {
        return has("Ready");
    }

    /** Whether the node says so of itself; what it does not say is not so. */
    boolean has(String condition) {
        List<Condition> conditions =
                node.status() == null ? List.of() : node.status().conditions();
        return Conditions.isTrue(conditions, condition);
    }

    /** Containers of an application here. */
    public int siblings(String namespace, String application) {
        return siblings(namespace, application, ALL_RELEASES);
    }

    /** Containers of one of its releases here. */
    int siblings(String namespace, String application, int release) {
        return kin.getOrDefault(new Kin(namespace, application, release), 0);
    }

    boolean isTaken(HostPort wanted) {
        return hostPorts.stream().anyMatch(wanted::conflictsWith);
    }

    /** What is not reserved; negative where too much is; null if the node never said what it has. */
    @Nullable
    Demand free() {
        return allocatable == null ? null : allocatable.minus(allocated);
    }

    /** The larger of the reserved shares of processors and memory; 0 if the node never said what it has. */
    double load() {
        return allocatable == null ? 0 : allocated.shareOf(allocatable);
    }

    /** The same containers on what the node is now. */
    public Candidate on(Node now) {
        return new Candidate(this, now, allocatable(now), containers);
    }

    public Candidate with(Container placed) {
        return new Candidate(this, placed);
    }

    /** The same with one container as it is now; its template, release and application are what they were. */
    public Candidate updated(Container before, Container now) {
        List<Container> all = new ArrayList<>(containers);
        all.replaceAll(container -> isSame(container, before) ? now : container);
        return new Candidate(this, node, allocatable, List.copyOf(all));
    }

    public Candidate without(Container gone) {
        return without(container -> isSame(container, gone));
    }

    public Candidate without(Predicate<Container> ignored) {
        List<Container> rest = containers.stream().filter(ignored.negate()).toList();
        return rest.size() == containers.size() ? this : new Candidate(node, allocatable, rest);
    }

    private static boolean isSame(Container one, Container other) {
        return one.metadata().name().equals(other.metadata().name())
                && Names.namespace(one).equals(Names.namespace(other));
    }

    private static @Nullable Demand allocatable(Node node) {
        Node.Status status = node.status();
        Capacity known =
                status == null ? null : status.allocatable() == null ? status.capacity() : status.allocatable();
        return known == null ? null : Demand.of(known.cpu(), known.memory());
    }

    private static void count(Map<Kin, Integer> counts, Container container) {
        String namespace = Names.namespace(container);
        Container.Spec spec = container.spec();
        counts.merge(new Kin(namespace, spec.application(), ALL_RELEASES), 1, Integer::sum);
        counts.merge(new Kin(namespace, spec.application(), spec.release()), 1, Integer::sum);
    }

    private static List<HostPort> joined(List<HostPort> some, List<HostPort> more) {
        List<HostPort> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
