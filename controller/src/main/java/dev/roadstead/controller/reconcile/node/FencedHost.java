package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.DiskUse;
import dev.roadstead.controller.plan.EngineImage;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.plan.RegistryAccess;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * An engine that is read by anybody, and changed only while this server owns its node: who was frozen in the middle of a
 * pass must not go on where he was. Also notices when the disk is full, which an engine says only when something fails.
 *
 * @param owned asked before every effect; must not block
 * @param onSpaceRanOut called when an effect failed for want of disk space
 */
record FencedHost(Host host, BooleanSupplier owned, Runnable onSpaceRanOut) implements Host {
    /** The kernel's words for ENOSPC, which engines pass on in all kinds of failures. */
    private static final String NO_SPACE = "no space left on device";

    @Override
    public void run(HostAction action, PullListener listener) {
        effect(() -> host.run(action, listener));
    }

    private void effect(Runnable effect) {
        if (!owned.getAsBoolean()) {
            throw new HostException(Kind.UNREACHABLE, "not done: this server does not own the node now", null);
        }
        try {
            effect.run();
        } catch (HostException e) {
            if (String.valueOf(e.getMessage()).contains(NO_SPACE)) {
                onSpaceRanOut.run();
            }
            throw e;
        }
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
    public void close() {
        host.close();
    }
}
