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
import java.util.function.Predicate;

/** Waits until a Volume has its data. */
public final class VolumeReady {
    private VolumeReady() {}

    /** The Volume gets no data before a person does something; its own words say what. */
    public static final class HopelessException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HopelessException(String message) {
            super(message);
        }
    }

    /**
     * Tells how it gets on, and returns when it has.
     *
     * @throws CliException with the Volume's own words when it is not ready in time
     */
    public static void await(ApiClient api, Progress progress, Volume volume, Duration patience) {
        await(api, progress, volume, patience, _ -> false);
    }

    /**
     * The same, without waiting for what does not change by itself.
     *
     * @param hopeless whether this Ready condition stays false until a person does something
     * @throws HopelessException if it says so
     * @throws CliException with the Volume's own words when it is not ready in time
     */
    public static void await(
            ApiClient api, Progress progress, Volume volume, Duration patience, Predicate<Condition> hopeless) {
        AtomicReference<String> said = new AtomicReference<>("nothing was said of it yet");
        Optional<Condition> ready = progress.await("Volume " + volume.key(), patience, () -> {
            Optional<Condition> now = condition(api, volume);
            now.filter(hopeless).ifPresent(refusal -> {
                throw new HopelessException(refusal.message());
            });
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
