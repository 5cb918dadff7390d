package dev.roadstead.controller.host;

import dev.roadstead.controller.plan.DiskUse;
import dev.roadstead.controller.plan.EngineImage;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.plan.RegistryAccess;
import java.util.List;
import java.util.Optional;

/**
 * An engine whose effects pass through a guard; everything else goes straight to it.
 *
 * @param guard runs the effects of {@code host}, when and if it likes to
 */
public record GuardedHost(Host host, ActionRunner guard) implements Host {
    @Override
    public void run(HostAction action, PullListener listener) {
        guard.run(action, listener);
    }

    @Override
    public EngineInfo info() {
        return host.info();
    }

    @Override
    public DiskUse disk() {
        return host.disk();
    }

    @Override
    public List<OwnedContainer> containers(String installation) {
        return host.containers(installation);
    }

    @Override
    public Optional<ObservedContainer> container(String nameOrId) {
        return host.container(nameOrId);
    }

    @Override
    public Optional<EngineImage> image(String reference) {
        return host.image(reference);
    }

    @Override
    public String registryDigest(String reference, RegistryAccess access) {
        return host.registryDigest(reference, access);
    }

    @Override
    public String logTail(String id, int lines) {
        return host.logTail(id, lines);
    }

    @Override
    public AutoCloseable subscribe(String installation, Listener listener) {
        return host.subscribe(installation, listener);
    }

    @Override
    public Optional<Dialer> dialer() {
        return host.dialer();
    }

    @Override
    public void close() {
        host.close();
    }
}
