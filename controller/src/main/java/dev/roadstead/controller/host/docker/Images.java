package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Makes sure that images are on an engine. */
final class Images {
    private static final ObjectReader PROGRESS = new ObjectMapper().readerFor(JsonNode.class);

    private final EngineHttp http;
    private final Commands commands;
    private final Duration pullTimeout;

    Images(EngineHttp http, Commands commands, Duration pullTimeout) {
        this.http = http;
        this.commands = commands;
        this.pullTimeout = pullTimeout;
    }

    void ensure(String image, PullPolicy policy) {
        switch (policy) {
            case Always -> pull(image);
            case IfNotPresent -> {
                if (!present(image)) {
                    pull(image);
                }
            }
            case Never -> {
                if (!present(image)) {
                    throw DockerErrors.imageMissing(image, null);
                }
            }
        }
    }

    private boolean present(String image) {
        try {
            commands.ordinary().inspectImageCmd(image).exec();
            return true;
        } catch (EngineException e) {
            if (e.notFound()) {
                return false;
            }
            throw DockerErrors.refused("inspect image " + image, e);
        }
    }

    private void pull(String image) {
        HttpRequest request = HttpRequest.post("/images/create?fromImage=" + HttpRequest.encode(withTag(image)));
        try {
            Optional<String> error = http.exchange(request, pullTimeout, response -> firstError(response));
            if (error.isPresent()) {
                throw DockerErrors.imageUnavailable(image, error.get(), null);
            }
        } catch (EngineException e) {
            throw DockerErrors.imageUnavailable(image, e.words(), e);
        }
    }

    /** A pull answers 200 before it starts; how it went is in the stream of its progress. */
    private static Optional<String> firstError(HttpResponse response) throws IOException {
        Optional<String> error = Optional.empty();
        try (MappingIterator<JsonNode> progress = PROGRESS.readValues(response.body())) {
            while (progress.hasNextValue()) {
                JsonNode said = progress.nextValue().path("error");
                if (error.isEmpty() && said.isTextual()) {
                    error = Optional.of(said.textValue());
                }
            }
        }
        return error;
    }

    /** Without tag and digest the engine would pull every tag there is. */
    static String withTag(String image) {
        String lastPart = image.substring(image.lastIndexOf('/') + 1);
        return lastPart.contains(":") || lastPart.contains("@") ? image : image + ":latest";
    }
}
