package dev.roadstead.cli.volumes;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeRestore;
import dev.roadstead.model.VolumeRestore.Phase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Waits for a restore. */
public final class Restoring {
    private Restoring() {}

    /**
     * Tells how it gets on until it has ended; whether it was restored.
     *
     * @throws CliException when it has not ended in time, or is gone
     */
    public static boolean await(ApiClient api, Progress progress, VolumeRestore asked, Duration timeout) {
        String name = asked.metadata().name();
        AtomicReference<String> said = new AtomicReference<>("");
        Optional<Phase> end = progress.await("VolumeRestore " + name, timeout, () -> {
            VolumeRestore.Status status = api.find(
                            ResourceType.VOLUME_RESTORE,
                            Objects.requireNonNull(asked.metadata().namespace()),
                            name)
                    .orElseThrow(() -> new CliException("VolumeRestore " + name + " was deleted"))
                    .status();
            if (status == null) {
                return Optional.empty();
            }
            if (!status.message().equals(said.getAndSet(status.message()))) {
                progress.say(status.message());
            }
            return Optional.of(status.phase()).filter(phase -> phase == Phase.Completed || phase == Phase.Failed);
        });
        return end.orElseThrow(() -> new CliException("after " + timeout.toSeconds() + " s VolumeRestore " + name
                        + " has not ended (" + said.get() + "); it goes on"))
                == Phase.Completed;
    }
}
