package dev.roadstead.controller.host;

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

/**
 * An engine whose effects pass through a guard; everything else goes straight to it.
 *
 * @param guard runs the effects of {@code host}, when and if it likes to
 * @param filler fills its volumes likewise
 */
public record GuardedHost(Host host, ActionRunner guard, VolumeFiller filler) implements Host {
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
    public List<String> differences(String id, Blueprint blueprint) {
        return host.differences(id, blueprint);
    }

    @Override
    public Optional<ContainerUse> use(String id) {
        return host.use(id);
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
    public List<EngineVolume> volumes(String installation) {
        return host.volumes(installation);
    }

    @Override
    public Optional<EngineVolume> volume(String name) {
        return host.volume(name);
    }

    @Override
    public Map<String, Long> volumeBytes() {
        return host.volumeBytes();
    }

    @Override
    public InputStream readVolume(String name, String installation) {
        return host.readVolume(name, installation);
    }

    @Override
    public void fillVolume(String name, String installation, InputStream tar) throws IOException {
        filler.fillVolume(name, installation, tar);
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
