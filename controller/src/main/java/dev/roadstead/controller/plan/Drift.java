package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.HostAction.ConnectNetwork;
import dev.roadstead.controller.plan.HostAction.DisconnectNetwork;
import dev.roadstead.controller.plan.HostAction.RenameContainer;
import dev.roadstead.controller.plan.HostAction.SetLimits;
import dev.roadstead.controller.plan.ObservedContainer.Attachment;
import dev.roadstead.controller.plan.ObservedContainer.Granted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people changed by hand on a container that is ours: its name, its networks, its limits. All of it is set right in
 * place, but for limits that an engine can set and not unset; those take a new container. One that was adopted keeps the
 * name and the networks that it had: others know it by them.
 */
final class Drift {
    private final ContainerSnapshot seen;
    private final ObservedContainer observed;
    private final boolean adopted;

    /**
     * What sets it right.
     *
     * @param cut whether nobody reached the container meanwhile
     */
    record Repair(List<HostAction> actions, Note note, boolean cut) {}

    Drift(ContainerSnapshot seen, ObservedContainer observed) {
        this.seen = seen;
        this.observed = observed;
        this.adopted = Ownership.isAdopted(seen.container(), observed);
    }

    /** The first thing that is to be set right. */
    Optional<Repair> repair() {
        return renamed().or(this::cutOff).or(this::joined).or(this::limited);
    }

    /** Whether it has limits that cannot be set right in place. */
    boolean isBeyondRepair() {
        boolean limitedAnew =
                wanted().nanoCpus() == 0 && observed.granted().limits().nanoCpus() != 0;
        return observed.granted().tuned() || limitedAnew;
    }

    /** For a container of whatever state. */
    Optional<Repair> renamed() {
        String name = Names.docker(seen.container());
        return adopted || observed.name().equals(name)
                ? Optional.empty()
                : repaired(
                        new RenameContainer(observed.id(), name),
                        "Renamed",
                        "Somebody renamed the container to %s; it has its name again".formatted(observed.name()));
    }

    /** Attached to its network under the names that others know it by; the engine gives names only with an attachment. */
    List<HostAction> reconnection() {
        String network = network();
        List<String> aliases = Blueprints.aliases(seen.container());
        Attachment attachment = observed.networks().get(network);
        boolean fine = attachment != null && attachment.aliases().containsAll(aliases);
        return isOnHostNetwork() || fine
                ? List.of()
                : List.of(ContainerPlanner.ensureNetwork(seen), new ConnectNetwork(observed.id(), network, aliases));
    }

    private Optional<Repair> cutOff() {
        List<HostAction> reconnection = reconnection();
        return reconnection.isEmpty() ? Optional.empty() : Optional.of(new Repair(reconnection, reconnected(), true));
    }

    private Note reconnected() {
        return adopted
                ? Note.normal("Connected", "Attached the container to the network of its namespace as well")
                : Note.warning("Reconnected", "Somebody cut the container's network; it is attached again");
    }

    private Optional<Repair> joined() {
        Stream<String> others = isOnHostNetwork() || adopted
                ? Stream.empty()
                : observed.networks().keySet().stream().filter(name -> !name.equals(network()));
        return others.sorted()
                .findFirst()
                .flatMap(network -> repaired(
                        new DisconnectNetwork(observed.id(), network),
                        "Disconnected",
                        "Somebody attached the container to network %s; it is only in that of its namespace"
                                .formatted(network)));
    }

    private Optional<Repair> limited() {
        Granted granted = observed.granted();
        Limits wanted = wanted();
        boolean fine =
                granted.limits().equals(wanted) && granted.swapBytes() == wanted.memoryBytes() && !granted.restarted();
        return fine
                ? Optional.empty()
                : repaired(
                        new SetLimits(observed.id(), wanted),
                        "LimitsReset",
                        adopted
                                ? "The container has the limits of its template, and Docker does not restart it any more"
                                : "Somebody changed the container's limits or restart policy; they are as specified again");
    }

    private static Optional<Repair> repaired(HostAction action, String reason, String message) {
        return Optional.of(new Repair(List.of(action), Note.warning(reason, message), false));
    }

    private Limits wanted() {
        return Limits.of(seen.container().spec().template());
    }

    private String network() {
        return Names.network(Names.namespace(seen.container()));
    }

    private boolean isOnHostNetwork() {
        return seen.container().spec().template().hostNetwork();
    }
}
