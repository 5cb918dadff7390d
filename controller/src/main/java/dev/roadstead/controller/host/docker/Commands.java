package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.core.DockerClientImpl;
import java.time.Duration;
import java.util.Optional;

/** docker-java's typed commands to one engine. Thread-safe. */
final class Commands {
    private final EngineHttp longCalls;
    private final DockerClient ordinary;

    Commands(EngineHttp http, EngineHttp longCalls, Duration callTimeout) {
        this.longCalls = longCalls;
        this.ordinary = over(http, callTimeout);
    }

    /** Commands with the ordinary deadline. */
    DockerClient ordinary() {
        return ordinary;
    }

    /** Commands that may take longer. */
    DockerClient within(Duration timeout) {
        return over(longCalls, timeout);
    }

    private static DockerClient over(EngineHttp http, Duration timeout) {
        return DockerClientImpl.getInstance(CommandConfig.NOTHING, new CommandTransport(http, timeout));
    }

    /** Empty when there is no such container. */
    Optional<InspectContainerResponse> inspect(String nameOrId) {
        try {
            return Optional.of(ordinary.inspectContainerCmd(nameOrId).exec());
        } catch (EngineException e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw DockerErrors.refused("inspect container " + nameOrId, e);
        }
    }
}
