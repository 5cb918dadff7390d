package dev.roadstead.controller.reconcile.container;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.ContainerPlan;
import dev.roadstead.controller.plan.ContainerPlanner;
import dev.roadstead.controller.plan.ContainerSnapshot;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Brings one Docker container nearer to what its Container object asks for. */
public final class ContainerReconciler implements Reconciler {
    /** More than the longest way (name, networks, limits, hook); beyond it, the plan fights with somebody. */
    private static final int MAX_ROUNDS = 10;

    private final ApiClient client;
    private final Caches caches;
    private final HostDirectory hosts;
    private final HealthProbes probes;
    private final Gatherer gatherer;
    private final StatusCommitter committer;
    private final Written written = new Written();
    private final Storyteller story;

    private final InstantSource clock;

    /** What is read from memory; Containers have an index "node". */
    public record Caches(
            Lister<Application> applications, Lister<Container> containers, Lister<Namespace> namespaces) {}

    /**
     * Wires it up.
     *
     * @param secrets what variables and files are taken from
     * @param routed whether an edge has yet to learn that a container leaves
     * @param looking told the key of a Container before its engine is asked about it
     * @param installation id that marks what is ours on an engine
     */
    public ContainerReconciler(
            ApiClient client,
            Caches caches,
            SecretReader secrets,
            PullSecrets pullSecrets,
            HostDirectory hosts,
            HealthProbes probes,
            Predicate<Container> routed,
            Consumer<String> looking,
            EventRecorder events,
            String installation,
            InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.hosts = hosts;
        this.probes = probes;
        this.gatherer =
                new Gatherer(client, caches, secrets, pullSecrets, probes, routed, looking, installation, clock);
        this.committer = new StatusCommitter(client);
        this.story = new Storyteller(events);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Container cached = caches.containers().find(parsed.namespace(), parsed.name());
        if (cached == null) {
            // Usually done when it was released; but somebody may have stripped its finalizer.
            probes.forgetContainer(key);
            return Outcome.DONE;
        }
        return switch (hosts.access(cached.spec().nodeName())) {
            case HostAccess.Open(Host host) -> converge(written.newest(cached), host);
            // Whoever opens or closes the way asks for a pass over every container behind it.
            case HostAccess.Pending() -> Outcome.DONE;
            case HostAccess.Closed(String why) -> lostSight(cached, why);
            case HostAccess.NoNode() -> withoutNode(cached);
        };
    }

    private Outcome converge(Container known, Host host) {
        ContainerSnapshot look;
        try {
            look = gatherer.gather(known, host);
        } catch (HostException e) {
            return fail(known, Optional.empty(), e);
        }
        ContainerPlan plan = ContainerPlanner.plan(look);
        if (plan.actions().isEmpty() && !plan.released()) {
            return commit(known, plan);
        }
        // There is something to do, so memory is no longer good enough.
        return client.find(
                        ResourceType.CONTAINER,
                        Names.namespace(known),
                        known.metadata().name())
                .map(live -> sameVersion(known, live)
                        ? act(known, host, Optional.of(look))
                        : act(live, host, Optional.empty()))
                .orElse(Outcome.DONE);
    }

    private static boolean sameVersion(Container known, Container live) {
        return live.metadata().requireUid().equals(known.metadata().requireUid())
                && Objects.equals(
                        live.metadata().resourceVersion(), known.metadata().resourceVersion());
    }

    /**
     * Acts until there is nothing left to do.
     *
     * @param firstLook at the engine just now, if it was for this very version of the object
     */
    private Outcome act(Container live, Host host, Optional<ContainerSnapshot> firstLook) {
        Container read = live;
        Container known = live;
        Optional<ContainerSnapshot> seen = firstLook;
        try {
            for (int round = 0; round < MAX_ROUNDS; round++) {
                ContainerSnapshot now =
                        round == 0 && firstLook.isPresent() ? firstLook.get() : gatherer.gather(known, host);
                seen = Optional.of(now);
                ContainerPlan plan = ContainerPlanner.plan(now);
                PullReport pull = new PullReport(client, committer, now, read, clock);
                try {
                    plan.actions().forEach(action -> host.run(action, pull));
                } finally {
                    read = pull.latest();
                }
                if (plan.released()) {
                    return release(read);
                }
                if (plan.actions().isEmpty()) {
                    return commit(read, plan);
                }
                tell(live, plan.notes());
                known = new Container(live.metadata(), live.spec(), plan.status());
            }
        } catch (HostException e) {
            return fail(read, seen, e);
        }
        return new Outcome.Retry("its Docker container does not stay as it is made");
    }

    private Outcome commit(Container read, ContainerPlan plan) {
        write(read, plan.status());
        tell(read, plan.notes());
        return plan.lookAgain().<Outcome>map(Outcome.After::new).orElse(Outcome.DONE);
    }

    private void write(Container read, Container.Status status) {
        try {
            Container after = committer.commit(ResourceType.CONTAINER, read, status);
            // The spec cannot have changed; the one that was read is mostly the cache's, which many share.
            written.wrote(read, new Container(after.metadata(), read.spec(), after.status()));
        } catch (ApiCallException e) {
            written.forget(read);
            throw e;
        }
    }

    private Outcome fail(Container read, Optional<ContainerSnapshot> seen, HostException e) {
        if (e.kind() == Kind.UNREACHABLE || e.kind() == Kind.BARRED || e.kind() == Kind.GONE || seen.isEmpty()) {
            // A moment without an answer says nothing about the container; the node decides when it is lost.
            return new Outcome.Retry(String.valueOf(e.getMessage()));
        }
        Failure failure = Failure.of(e);
        write(read, ContainerPlanner.failed(seen.get(), failure.reason(), failure.message()));
        tell(read, List.of(Note.warning(failure.reason(), failure.message())));
        return new Outcome.Retry(failure.message());
    }

    /** Warnings are part of the Application's story too: whoever wonders about it looks there first. */
    private void tell(Container about, List<Note> notes) {
        story.tell(ResourceType.CONTAINER, about, notes);
        Application application =
                caches.applications().find(Names.namespace(about), about.spec().application());
        if (application == null
                || !about.metadata().ownedBy(application.metadata().requireUid())) {
            return;
        }
        notes.stream()
                .filter(Note::warning)
                .map(note -> Note.warning(note.reason(), about.metadata().name() + ": " + note.message()))
                .forEach(note -> story.tell(ResourceType.APPLICATION, application, note));
    }

    private Outcome lostSight(Container container, String why) {
        write(container, ContainerPlanner.unreachable(gatherer.withoutEngine(container), why));
        return Outcome.DONE;
    }

    /** Somebody took the Node away, and with it the only way to the Docker container. */
    private Outcome withoutNode(Container container) {
        String node = container.spec().nodeName();
        if (!container.metadata().deleting()) {
            return lostSight(container, "there is no Node " + node);
        }
        if (client.find(ResourceType.NODE, "", node).isPresent()) {
            return Outcome.DONE;
        }
        String why = "There is no Node " + node + "; a Docker container on it is left as it is";
        tell(container, List.of(Note.warning("LeftBehind", why)));
        return release(container);
    }

    private Outcome release(Container container) {
        Optional.ofNullable(container.status())
                .map(Container.Status::containerID)
                .ifPresent(probes::forget);
        ObjectMeta metadata = container.metadata();
        if (!metadata.finalizers().contains(Labels.CONTAINER_FINALIZER)) {
            return Outcome.DONE;
        }
        try {
            client.hold(ResourceType.CONTAINER, container, Labels.CONTAINER_FINALIZER, false);
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
        return Outcome.DONE;
    }
}
