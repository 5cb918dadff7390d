package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.ConnectNetwork;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.CreateVolume;
import dev.roadstead.controller.plan.HostAction.DisconnectNetwork;
import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.PauseContainer;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.PutFiles;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.RemoveFiles;
import dev.roadstead.controller.plan.HostAction.RemoveNetwork;
import dev.roadstead.controller.plan.HostAction.RemoveVolume;
import dev.roadstead.controller.plan.HostAction.RenameContainer;
import dev.roadstead.controller.plan.HostAction.RunHook;
import dev.roadstead.controller.plan.HostAction.SetLimits;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.HostAction.SweepCarriers;
import dev.roadstead.controller.plan.HostAction.UnpauseContainer;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.model.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out actions with typed commands. Stopping and removing look first: what has no owner label is left alone. */
final class EngineActions {
    private static final Logger LOG = LoggerFactory.getLogger(EngineActions.class);
    private static final Duration SHORTEST_GRACE = Duration.ofSeconds(1);

    private final EngineHttp http;
    private final Commands commands;
    private final OwnerCheck owners;
    private final Deadlines deadlines;
    private final Images images;
    private final Networks networks;
    private final Hooks hooks;
    private final ContainerFiles files;
    private final ContainerChanges changes;
    private final EngineVolumes volumes;
    private final MountedVolumes mounted;
    private final Carriers carriers;
    private final RecentEffects recent = new RecentEffects(System::nanoTime);

    EngineActions(
            EngineHttp http,
            EngineHttp longCalls,
            Commands commands,
            Images images,
            EngineVolumes volumes,
            Carriers carriers,
            Deadlines deadlines) {
        this.http = http;
        this.commands = commands;
        this.owners = new OwnerCheck(commands);
        this.deadlines = deadlines;
        this.images = images;
        this.networks = new Networks(commands);
        this.hooks = new Hooks(http, longCalls, deadlines.call());
        this.files = new ContainerFiles(http, deadlines.call());
        this.changes = new ContainerChanges(http, deadlines.call());
        this.volumes = volumes;
        this.mounted = new MountedVolumes(volumes);
        this.carriers = carriers;
    }

    void run(HostAction action, PullListener listener) {
        recent.run(action, () -> carryOut(action, listener));
    }

    private void carryOut(HostAction action, PullListener listener) {
        switch (action) {
            case EnsureNetwork(String network, Map<String, String> labels) -> networks.ensure(network, labels);
            case RemoveNetwork(String network, String installation) -> networks.remove(network, installation);
            case PullImage pull -> images.ensure(pull, listener);
            case CreateContainer(Blueprint blueprint) -> create(blueprint);
            case PutFiles(String id, var mounts) -> files.put(id, mounts);
            case RemoveFiles(String containerUid) -> files.removeLeftovers(containerUid);
            case StartContainer(String id) -> start(id);
            case RunHook(String id, var command, Duration deadline) -> hooks.run(id, command, deadline);
            case PauseContainer(String id, boolean adopted) -> pause(id, adopted);
            case UnpauseContainer(String id) -> unpause(id);
            case RenameContainer(String id, String name) -> changes.rename(id, name);
            case SetLimits(String id, Limits limits) -> changes.limit(id, limits);
            case ConnectNetwork(String id, String network, var aliases) -> networks.connect(id, network, aliases);
            case DisconnectNetwork(String id, String network) -> networks.leave(id, network);
            case StopContainer stop -> stop(stop);
            case RemoveContainer(String id, boolean adopted) -> remove(id, adopted);
            case CreateVolume(VolumeBlueprint blueprint) -> volumes.create(blueprint);
            case RemoveVolume(String name, String installation) -> volumes.remove(name, installation);
            case SweepCarriers(String installation) -> carriers.sweep(installation);
        }
    }

    private void create(Blueprint blueprint) {
        HostConfig hostConfig = ContainerSpecs.hostConfig(blueprint);
        PolicyGate.check(blueprint, hostConfig);
        mounted.require(blueprint);
        try {
            String name = HttpRequest.encode(blueprint.name());
            String body = ContainerSpecs.createBody(blueprint, hostConfig);
            http.call(HttpRequest.post("/containers/create?name=" + name, body), deadlines.call());
        } catch (EngineException e) {
            if (!e.conflict()) {
                throw DockerErrors.createFailed(blueprint.name(), blueprint.image(), e);
            }
            requireSame(blueprint);
        }
        verify(blueprint, hostConfig);
    }

    /** The name is taken: by what was asked for, by an older one of ours, or by another's. */
    private void requireSame(Blueprint blueprint) {
        Map<String, String> labels = created(blueprint).getConfig().getLabels();
        if (labels == null || differs(labels, blueprint, Labels.MANAGED_BY)) {
            throw DockerErrors.foreign("container", blueprint.name());
        }
        if (Stream.of(Labels.CONTAINER_UID, Labels.SPEC_HASH).anyMatch(label -> differs(labels, blueprint, label))) {
            throw new HostException(
                    HostException.Kind.ENGINE,
                    "an older container named \"" + blueprint.name() + "\" is still on the engine",
                    null);
        }
    }

    private static boolean differs(Map<String, String> actual, Blueprint asked, String label) {
        return !Objects.equals(actual.get(label), asked.labels().get(label));
    }

    private InspectContainerResponse created(Blueprint blueprint) {
        return commands.inspect(blueprint.name())
                .orElseThrow(() -> new HostException(
                        HostException.Kind.GONE,
                        "container " + blueprint.name() + " was removed while it was created",
                        null));
    }

    private void verify(Blueprint blueprint, HostConfig hostConfig) {
        InspectContainerResponse created = created(blueprint);
        Optional<String> difference =
                CreatedCheck.difference(blueprint, hostConfig, created).or(() -> mounted.difference(blueprint));
        if (difference.isEmpty()) {
            return;
        }
        if ("created".equals(created.getState().getStatus())) {
            remove(created.getId(), false); // it never ran, so nothing is lost
        }
        throw new HostException(
                HostException.Kind.REFUSED,
                "the engine made container " + blueprint.name() + " differently from what was asked: "
                        + difference.get(),
                null);
    }

    /**
     * An engine that shuts down stops its containers and would still start one on a connection it has: half of that one's
     * mounts would be left in the way of its removal. So it is asked on a new connection, of which it takes none.
     */
    private void start(String id) {
        try {
            http.callAnew(HttpRequest.post("/containers/" + HttpRequest.encode(id) + "/start"), deadlines.call());
        } catch (EngineException e) {
            if (!e.notModified()) {
                throw DockerErrors.startFailed(id, e);
            }
        }
    }

    private void pause(String id, boolean adopted) {
        if (owners.look(id, adopted).isEmpty()) {
            throw new HostException(HostException.Kind.GONE, "container " + id + " is gone", null);
        }
        try {
            commands.ordinary().pauseContainerCmd(id).exec();
        } catch (EngineException e) {
            requirePaused(id, true, DockerErrors.refused("pause container " + id, e));
        }
    }

    private void unpause(String id) {
        try {
            commands.ordinary().unpauseContainerCmd(id).exec();
        } catch (EngineException e) {
            requirePaused(id, false, DockerErrors.refused("unpause container " + id, e));
        }
    }

    /** What the engine answers when it is so already depends on its version. */
    private void requirePaused(String id, boolean paused, HostException failure) {
        boolean so = commands.inspect(id)
                .map(found -> Boolean.TRUE.equals(found.getState().getPaused()) == paused)
                .orElse(false);
        if (!so) {
            throw failure;
        }
    }

    private void stop(StopContainer stop) {
        String id = stop.id();
        if (owners.isGone(id, stop.adopted())) {
            return;
        }
        Duration grace = runPreStop(stop);
        try {
            commands.within(grace.plus(deadlines.stopMargin()))
                    .stopContainerCmd(id)
                    .withTimeout(ContainerSpecs.seconds(grace))
                    .exec();
        } catch (EngineException e) {
            if (!e.notModified() && !e.notFound()) {
                throw DockerErrors.refused("stop container " + id, e);
            }
        }
    }

    /** What is left of the grace period, and never less than a second: the signal is a right of its own. */
    private Duration runPreStop(StopContainer stop) {
        if (stop.preStop().isEmpty()) {
            return stop.grace();
        }
        long begin = System.nanoTime();
        try {
            hooks.run(stop.id(), stop.preStop(), stop.grace());
        } catch (HostException e) {
            LOG.info("container {} is stopped although its preStop hook failed: {}", stop.id(), e.getMessage());
        }
        Duration left = stop.grace().minusNanos(System.nanoTime() - begin);
        return left.compareTo(SHORTEST_GRACE) < 0 ? SHORTEST_GRACE : left;
    }

    private void remove(String id, boolean adopted) {
        if (owners.isGone(id, adopted)) {
            return;
        }
        try {
            commands.ordinary()
                    .removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(!adopted)
                    .exec();
        } catch (EngineException e) {
            if (e.conflict()) {
                awaitRemoval(id); // somebody else is removing it
            } else if (!e.notFound()) {
                throw DockerErrors.refused("remove container " + id, e);
            }
        }
    }

    private void awaitRemoval(String id) {
        try {
            http.call(
                    HttpRequest.post("/containers/" + HttpRequest.encode(id) + "/wait?condition=removed"),
                    deadlines.call());
        } catch (EngineException e) {
            if (!e.notFound()) {
                throw DockerErrors.refused("remove container " + id, e);
            }
        }
    }
}
