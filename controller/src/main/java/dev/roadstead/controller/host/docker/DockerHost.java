package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.ContainerUse;
import dev.roadstead.controller.plan.DiskUse;
import dev.roadstead.controller.plan.EngineImage;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.EngineVolume;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.plan.RegistryAccess;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Docker engine of 20.10 or newer. Thread-safe. Constructing it does not connect: an engine that is away makes the calls
 * fail, and it may come back.
 */
public final class DockerHost implements Host {
    /** More calls at once do not make an engine faster. */
    private static final int MAX_CALLS = 16;

    /** Pulls and stops are mostly waiting: one for each worker that there is by default. */
    private static final int MAX_LONG_CALLS = 64;

    private final DockerTransport transport;
    private final EngineHttp http;
    private final EngineHttp longCalls;
    private final EngineReader reader;
    private final EngineActions actions;
    private final EngineVolumes volumes;
    private final VolumeStreams streams;
    private final Deadlines deadlines;
    private final Optional<Dialer> dialer;
    private final Set<DockerEvents> subscriptions = ConcurrentHashMap.newKeySet();

    public DockerHost(DockerTransport transport, Deadlines deadlines, Lender lender) {
        this.transport = transport;
        this.http = new EngineHttp(transport, deadlines.connect(), MAX_CALLS);
        // Apart: what takes minutes must not keep those waiting by whose answers an engine is known to be alive.
        this.longCalls = new EngineHttp(transport, deadlines.connect(), MAX_LONG_CALLS);
        this.deadlines = deadlines;
        this.dialer = transport.dialer();
        boolean local = transport instanceof UnixTransport;
        Commands commands = new Commands(http, longCalls, deadlines.call());
        Images images = new Images(longCalls, commands, deadlines.pull());
        Registry registry = new Registry(longCalls, deadlines.call());
        this.reader = new EngineReader(http, commands, images, registry, new EngineDisk(longCalls, local), deadlines);
        this.volumes = new EngineVolumes(http, longCalls, deadlines.call());
        Carriers carriers = new Carriers(http, deadlines.call(), lender);
        this.streams = new VolumeStreams(http, volumes, carriers, deadlines.stream());
        this.actions = new EngineActions(http, longCalls, commands, images, volumes, carriers, deadlines);
    }

    @Override
    public EngineInfo info() {
        return reader.info();
    }

    @Override
    public DiskUse disk() {
        return reader.disk();
    }

    @Override
    public List<OwnedContainer> containers(String installation) {
        return reader.containers(installation);
    }

    @Override
    public Optional<ObservedContainer> container(String nameOrId) {
        return reader.container(nameOrId);
    }

    @Override
    public List<String> differences(String id, Blueprint blueprint) {
        return reader.differences(id, blueprint);
    }

    @Override
    public Optional<ContainerUse> use(String id) {
        return reader.use(id);
    }

    @Override
    public Optional<EngineImage> image(String reference) {
        return reader.image(reference);
    }

    @Override
    public String registryDigest(String reference, RegistryAccess access) {
        return reader.registryDigest(reference, access);
    }

    @Override
    public String logTail(String id, int lines) {
        return reader.logTail(id, lines);
    }

    @Override
    public List<EngineVolume> volumes(String installation) {
        return volumes.owned(installation);
    }

    @Override
    public Optional<EngineVolume> volume(String name) {
        return volumes.find(name);
    }

    @Override
    public Map<String, Long> volumeBytes() {
        return reader.disk().volumeBytes();
    }

    @Override
    public InputStream readVolume(String name, String installation) {
        return streams.read(name, installation);
    }

    @Override
    public void fillVolume(String name, String installation, InputStream tar) throws IOException {
        streams.fill(name, installation, tar);
    }

    @Override
    public void run(HostAction action, PullListener listener) {
        actions.run(action, listener);
    }

    @Override
    public AutoCloseable subscribe(String installation, Listener listener) {
        DockerEvents events = new DockerEvents(http, deadlines, installation, listener);
        subscriptions.add(events);
        events.start();
        return () -> {
            subscriptions.remove(events);
            events.close();
        };
    }

    @Override
    public Optional<Dialer> dialer() {
        return dialer;
    }

    @Override
    public void close() {
        subscriptions.forEach(DockerEvents::close);
        http.close();
        longCalls.close();
        transport.close();
    }
}
