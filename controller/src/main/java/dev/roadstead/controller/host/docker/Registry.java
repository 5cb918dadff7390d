package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.RegistryAccess;
import java.io.IOException;
import java.time.Duration;

/** Registries, as one engine reaches them: with its network, its mirrors and its certificates. */
final class Registry {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineHttp http;
    private final Duration timeout;

    Registry(EngineHttp http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    /** @throws HostException IMAGE_UNAVAILABLE with the registry's words */
    String digest(String reference, RegistryAccess access) {
        HttpRequest request = new HttpRequest(
                "GET", "/distribution/" + Images.withTag(reference) + "/json", RegistryAuth.headers(access), "");
        try {
            HttpResponse answer = http.call(request, timeout);
            String digest = JSON.readTree(answer.body())
                    .path("Descriptor")
                    .path("digest")
                    .asText();
            if (!digest.startsWith("sha256:")) {
                throw DockerErrors.imageUnavailable(
                        reference, "the registry's answer has no sha256 digest", access, null);
            }
            return digest;
        } catch (EngineException e) {
            throw DockerErrors.imageUnavailable(reference, e.words(), access, e);
        } catch (IOException e) {
            throw DockerErrors.imageUnavailable(reference, "the registry's answer is no JSON", access, e);
        }
    }
}
