package dev.roadstead.cli.volumes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Condition;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Transfer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Volume on its way to another node. */
public final class Moving {
    private final ApiClient api;
    private final Volume asked;
    private final String node;
    private String said = "";

    private Moving(ApiClient api, Volume asked, String node) {
        this.api = api;
        this.asked = asked;
        this.node = node;
    }

    /** Asks for it; once more if it was asked for and failed. */
    public static Moving ask(ApiClient api, Volume volume, String node) {
        Volume.Status status = volume.status();
        String now = status == null ? null : status.nodeName();
        if (now != null && !now.equals(node) && node.equals(volume.spec().nodeName())) {
            Volume _ = patch(api, volume, now);
        }
        return new Moving(api, patch(api, volume, node), node);
    }

    private static Volume patch(ApiClient api, Volume volume, String node) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", volume.metadata().requireUid());
        patch.putObject("spec").put("nodeName", node);
        return api.patch(
                ResourceType.VOLUME, namespace(volume), volume.metadata().name(), patch);
    }

    /**
     * Tells how it gets on until it has ended; whether the Volume is there then.
     *
     * @throws CliException when it has not ended in time, or somebody wants it elsewhere
     */
    public boolean await(Progress progress, Duration timeout) {
        Optional<Boolean> end =
                progress.await("volume " + asked.metadata().name() + " on node " + node, timeout, () -> look(progress));
        return end.orElseThrow(() -> new CliException("after " + timeout.toSeconds() + " s volume "
                + asked.metadata().name() + " is not on node " + node + " (" + said + "); it goes on"));
    }

    private Optional<Boolean> look(Progress progress) {
        Volume volume = api.find(
                        ResourceType.VOLUME, namespace(asked), asked.metadata().name())
                .orElseThrow(() -> new CliException("volume " + asked.metadata().name() + " was deleted"));
        if (!node.equals(volume.spec().nodeName())) {
            throw new CliException("somebody wants volume " + asked.metadata().name() + " on node "
                    + volume.spec().nodeName() + " now; it does not go to node " + node);
        }
        Volume.Status status = volume.status();
        if (status == null) {
            return Optional.empty();
        }
        Condition placed = placed(status);
        Transfer transfer = status.transfer();
        boolean failed = transfer != null && transfer.phase() == Transfer.Phase.Failed && placed != null;
        if (transfer != null && !failed) {
            tell(progress, transfer.message());
        } else if (placed != null) {
            tell(progress, placed.message());
        }
        if (node.equals(status.nodeName()) && transfer == null) {
            return Optional.of(true);
        }
        return failed ? Optional.of(false) : Optional.empty();
    }

    private void tell(Progress progress, String message) {
        if (!message.equals(said)) {
            said = message;
            progress.say(message);
        }
    }

    /** Nothing that was said before this was asked for. */
    private @Nullable Condition placed(Volume.Status status) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals("Placed"))
                .filter(condition -> condition.observedGeneration() != null
                        && condition.observedGeneration() >= asked.metadata().generation())
                .findFirst()
                .orElse(null);
    }

    private static String namespace(Volume volume) {
        return Objects.requireNonNull(volume.metadata().namespace());
    }
}
