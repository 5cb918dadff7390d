package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.Blueprints;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.backup.CheckContainer;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.model.BackupPolicy.Check;
import dev.roadstead.model.GoDuration;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Has a user's command look at what was restored, in a container that is gone afterwards. Thread-safe. */
public record RestoreCheck(
        ApiClient client, PullSecrets pullSecrets, String installation, InstantSource clock, Duration poll) {
    /** Beside the command's own timeout: what the engine takes to start and remove the container. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final int LOG_LINES = 10;

    /** A condition is no log. */
    private static final int LOG_CHARACTERS = 1000;

    /**
     * Returns when the command exited with 0.
     *
     * @param scratch the Docker volume that has what was restored
     * @throws CheckFailedException if it exited otherwise, or not in time
     * @throws HostException if it could not be run: REFUSED when the namespace's policy level does not allow it
     */
    void run(Host host, VolumeBackup backup, String node, String scratch, Check check)
            throws CheckFailedException, InterruptedException {
        String namespace = Objects.requireNonNull(backup.metadata().namespace());
        PolicyLevel level = PolicyLevel.of(
                client.find(ResourceType.NAMESPACE, "", namespace).orElse(null));
        Instant until = clock.instant().plus(check.timeout()).plus(MARGIN);
        CheckContainer container = new CheckContainer(backup, check, level, node, until);
        if (!container.refusals().isEmpty()) {
            throw new HostException(
                    Kind.REFUSED,
                    "verify.check is not allowed: " + container.refusals().getFirst(),
                    null);
        }
        Blueprint blueprint = container.blueprint(scratch, installation, level);
        removeLeftover(host, blueprint.name());
        host.run(new HostAction.PullImage(
                check.image(),
                container.template().imagePullPolicy(),
                pullSecrets.access(namespace, container.template())));
        host.run(new HostAction.EnsureNetwork(blueprint.network(), Blueprints.networkLabels(namespace, installation)));
        host.run(new HostAction.CreateContainer(blueprint));
        String id = require(host, blueprint.name()).id();
        try {
            host.run(new HostAction.StartContainer(id));
            judge(host, id, await(host, id, check), check);
        } finally {
            host.run(new HostAction.RemoveContainer(id));
        }
    }

    /** Of a try that a server was killed in. Anything else of this name is in the way, and stays. */
    private static void removeLeftover(Host host, String name) {
        host.container(name)
                .filter(there -> there.label(Labels.CHECK_UNTIL) != null)
                .ifPresent(there -> host.run(new HostAction.RemoveContainer(there.id())));
    }

    private static ObservedContainer require(Host host, String nameOrId) {
        return host.container(nameOrId)
                .orElseThrow(() -> new HostException(Kind.GONE, "somebody removed the check's container", null));
    }

    /** Empty when it did not end in time. */
    private Optional<ObservedContainer> await(Host host, String id, Check check) throws InterruptedException {
        Instant deadline = clock.instant().plus(check.timeout());
        while (true) {
            ObservedContainer now = require(host, id);
            if (Set.of(State.EXITED, State.DEAD).contains(now.state())) {
                return Optional.of(now);
            }
            if (clock.instant().isAfter(deadline)) {
                return Optional.empty();
            }
            Thread.sleep(poll);
        }
    }

    private static void judge(Host host, String id, Optional<ObservedContainer> ended, Check check)
            throws CheckFailedException {
        Integer code = ended.map(ObservedContainer::exitCode).orElse(null);
        if (code != null && code == 0) {
            return;
        }
        String what = ended.isEmpty()
                ? "did not end within " + GoDuration.format(check.timeout())
                : "exited with " + code + (ended.get().oomKilled() ? ", having used up its memory" : "");
        throw new CheckFailedException("All of it was restored and is the same, but the check command " + what + "."
                + lastLines(host.logTail(id, LOG_LINES)));
    }

    private static String lastLines(String log) {
        String text = log.strip().replaceAll("[\\p{Cntrl}&&[^\\n]]", "?");
        if (text.isEmpty()) {
            return " It said nothing.";
        }
        return " Its last lines: " + text.substring(Math.max(0, text.length() - LOG_CHARACTERS));
    }
}
