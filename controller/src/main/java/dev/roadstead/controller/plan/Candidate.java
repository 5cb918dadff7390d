package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Capacity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node that a container may be placed on, with the containers that are bound to it, leaving ones included; their status
 * may be an old one, for no placement depends on it. What the scheduler asks of them is kept as sums: a container more costs
 * what is new, not a look at all the others. Immutable.
 */
public final class Candidate {
    private final Node node;
    private final boolean ready;
    private final @Nullable Demand allocatable;
    private final List<Container> containers;
    private final Demand allocated;
    private final @Nullable Demand free;
    private final double load;
    private final Map<String, Siblings> families;
    private final List<HostPort> hostPorts;

    /** Adds up what the containers take; {@link #with} is the cheap way to one more. */
    public Candidate(Node node, List<Container> containers) {
        this(node, allocatable(node), List.copyOf(containers));
    }

    private Candidate(Node node, @Nullable Demand allocatable, List<Container> containers) {
        this(node, allocatable, containers, allocated(containers), families(containers), hostPorts(containers));
    }

    private Candidate(
            Node node,
            @Nullable Demand allocatable,
            List<Container> containers,
            Demand allocated,
            Map<String, Siblings> families,
            List<HostPort> hostPorts) {
        this.node = node;
        this.ready = has(node, "Ready");
        this.allocatable = allocatable;
        this.containers = containers;
        this.allocated = allocated;
        this.free = allocatable == null ? null : allocatable.minus(allocated);
        this.load = allocatable == null ? 0 : allocated.shareOf(allocatable);
        this.families = families;
        this.hostPorts = hostPorts;
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
        return ready;
    }

    /** Whether the node says so of itself; what it does not say is not so. */
    boolean has(String condition) {
        return has(node, condition);
    }

    private static boolean has(Node node, String condition) {
        return node.status() != null && Conditions.isTrue(node.status().conditions(), condition);
    }

    /** Containers of an application here. */
    public int siblings(String namespace, String application) {
        return siblings(Siblings.family(namespace, application)).total();
    }

    /** The same for who asks many nodes, see {@link Siblings#family}. */
    Siblings siblings(String family) {
        return families.getOrDefault(family, Siblings.NONE);
    }

    boolean isTaken(HostPort wanted) {
        return hostPorts.stream().anyMatch(wanted::conflictsWith);
    }

    /** What is not reserved; negative where too much is; null if the node never said what it has. */
    @Nullable
    Demand free() {
        return free;
    }

    /** The larger of the reserved shares of processors and memory; 0 if the node never said what it has. */
    double load() {
        return load;
    }

    /** The same containers on what the node is now. */
    public Candidate on(Node now) {
        return new Candidate(now, allocatable(now), containers, allocated, families, hostPorts);
    }

    public Candidate with(Container placed) {
        ContainerTemplate template = placed.spec().template();
        Map<String, Siblings> grown = new HashMap<>(families);
        count(grown, placed);
        List<HostPort> ports = HostPort.of(template);
        return new Candidate(
                node,
                allocatable,
                joined(containers, List.of(placed)),
                allocated.plus(Demand.of(template)),
                grown,
                ports.isEmpty() ? hostPorts : joined(hostPorts, ports));
    }

    /** The same with a container of which more is known now; its template, release and application are what they were. */
    public Candidate updated(Container before, Container now) {
        List<Container> all = new ArrayList<>(containers);
        all.replaceAll(container -> isSame(container, before) ? now : container);
        return new Candidate(node, allocatable, List.copyOf(all), allocated, families, hostPorts);
    }

    public Candidate without(Container gone) {
        List<Container> rest = new ArrayList<>(containers.size());
        Container left = null;
        for (Container container : containers) {
            if (isSame(container, gone)) {
                left = container;
            } else {
                rest.add(container);
            }
        }
        if (left == null) {
            return this;
        }
        ContainerTemplate template = left.spec().template();
        Map<String, Siblings> shrunk = new HashMap<>(families);
        uncount(shrunk, left);
        return new Candidate(
                node,
                allocatable,
                List.copyOf(rest),
                allocated.minus(Demand.of(template)),
                shrunk,
                HostPort.of(template).isEmpty() ? hostPorts : hostPorts(rest));
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

    private static Demand allocated(List<Container> containers) {
        Demand sum = Demand.NONE;
        for (Container container : containers) {
            sum = sum.plus(Demand.of(container.spec().template()));
        }
        return sum;
    }

    private static Map<String, Siblings> families(List<Container> containers) {
        Map<String, Siblings> counts = new HashMap<>();
        containers.forEach(container -> count(counts, container));
        return counts;
    }

    private static List<HostPort> hostPorts(List<Container> containers) {
        return containers.stream()
                .flatMap(container -> HostPort.of(container.spec().template()).stream())
                .toList();
    }

    private static void count(Map<String, Siblings> counts, Container container) {
        String family =
                Siblings.family(Names.namespace(container), container.spec().application());
        counts.put(
                family,
                counts.getOrDefault(family, Siblings.NONE).plus(container.spec().release()));
    }

    private static void uncount(Map<String, Siblings> counts, Container container) {
        String family =
                Siblings.family(Names.namespace(container), container.spec().application());
        counts.computeIfPresent(
                family,
                (_, siblings) -> siblings.total() == 1
                        ? null
                        : siblings.minus(container.spec().release()));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some.size() + more.size());
        all.addAll(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
