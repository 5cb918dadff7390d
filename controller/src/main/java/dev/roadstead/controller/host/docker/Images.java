package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.EngineImage;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.PullProgress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The images of one engine. */
final class Images {
    private final EngineHttp http;
    private final Commands commands;
    private final Duration pullTimeout;

    Images(EngineHttp http, Commands commands, Duration pullTimeout) {
        this.http = http;
        this.commands = commands;
        this.pullTimeout = pullTimeout;
    }

    void ensure(PullImage wanted, PullListener listener) {
        switch (wanted.policy()) {
            case Always -> pull(wanted, listener);
            case IfNotPresent -> {
                if (find(wanted.image()).isEmpty()) {
                    pull(wanted, listener);
                }
            }
            case Never -> {
                if (find(wanted.image()).isEmpty()) {
                    throw DockerErrors.imageMissing(wanted.image(), null);
                }
            }
        }
    }

    Optional<EngineImage> find(String image) {
        try {
            InspectImageResponse found =
                    commands.ordinary().inspectImageCmd(image).exec();
            return Optional.of(new EngineImage(
                    Objects.requireNonNull(found.getId()),
                    List.copyOf(Objects.requireNonNullElse(found.getRepoDigests(), List.of()))));
        } catch (EngineException e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw DockerErrors.refused("inspect image " + image, e);
        }
    }

    private void pull(PullImage wanted, PullListener listener) {
        String image = wanted.image();
        HttpRequest request = new HttpRequest(
                "POST",
                "/images/create?fromImage=" + HttpRequest.encode(withTag(image)),
                RegistryAuth.headers(wanted.access()),
                "");
        try {
            listener.progressed(PullProgress.BEGINS);
            PullStream progress = new PullStream(listener);
            Optional<String> error = http.exchange(request, pullTimeout, answer -> progress.read(answer.body()));
            if (error.isPresent()) {
                throw DockerErrors.imageUnavailable(image, error.get(), wanted.access(), null);
            }
        } catch (EngineException e) {
            throw DockerErrors.imageUnavailable(image, e.words(), wanted.access(), e);
        }
    }

    /** Without tag and digest the engine would pull every tag there is. */
    static String withTag(String image) {
        String lastPart = image.substring(image.lastIndexOf('/') + 1);
        return lastPart.contains(":") || lastPart.contains("@") ? image : image + ":latest";
    }
}
