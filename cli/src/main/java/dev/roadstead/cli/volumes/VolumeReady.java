package dev.roadstead.cli.volumes;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Condition;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Waits until a Volume has its data. */
public final class VolumeReady {
    private VolumeReady() {}

    /**
     * Tells how it gets on, and returns when it has.
     *
     * @throws CliException with the Volume's own words when it is not ready in time
     */
    public static void await(ApiClient api, Progress progress, Volume volume, Duration patience) {
        AtomicReference<String> said = new AtomicReference<>("nothing was said of it yet");
        Optional<Condition> ready = progress.await("Volume " + volume.key(), patience, () -> {
            Optional<Condition> now = condition(api, volume);
            now.map(Condition::message)
                    .filter(message -> !message.equals(said.getAndSet(message)))
                    .ifPresent(message -> progress.say("Volume " + volume.key() + ": " + message));
            return now.filter(condition -> condition.status() == Condition.Status.True);
        });
        if (ready.isEmpty()) {
            throw new CliException("Volume " + volume.key() + " is there, but not ready: " + said.get());
        }
    }

    private static Optional<Condition> condition(ApiClient api, Volume volume) {
        return api.find(
                        ResourceType.VOLUME,
                        Objects.requireNonNull(volume.metadata().namespace()),
                        volume.metadata().name())
                .map(Volume::status)
                .flatMap(status -> status.conditions().stream()
                        .filter(condition -> condition.type().equals("Ready"))
                        .findFirst());
    }
}
