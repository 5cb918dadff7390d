package dev.roadstead.controller.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.controller.plan.ImageReference;
import dev.roadstead.controller.plan.RegistryAccess.Credentials;
import dev.roadstead.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a Secret of type {@code kubernetes.io/dockerconfigjson}: what {@code docker login} writes. Its keys are
 * registries, with or without scheme and a path that narrows them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#config-json">config.json</a>
 */
record DockerConfig(JsonNode auths) {
    private static final JsonMapper JSON = Json.mapper();
    private static final String DOCKER_HUB_SERVER = "https://index.docker.io/v1/";

    /** @throws IOException if it is no such document; its message holds nothing of the content */
    static DockerConfig read(byte[] content) throws IOException {
        try {
            JsonNode auths = JSON.readTree(content).path("auths");
            if (!auths.isObject()) {
                throw new IOException("it has no object \"auths\"");
            }
            return new DockerConfig(auths);
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON, line " + e.getLocation().getLineNr());
        }
    }

    /** Those for the image's registry; of several the one with the longest path. */
    Optional<Credentials> find(ImageReference image) {
        return auths.properties().stream()
                .filter(entry -> matches(server(entry.getKey()), image))
                .max(Comparator.comparingInt(entry -> server(entry.getKey()).length()))
                .flatMap(entry -> credentials(image.registry(), entry));
    }

    /** Without scheme, API version and closing slash. */
    private static String server(String key) {
        return key.replaceFirst("^https?://", "").replaceFirst("/+$", "").replaceFirst("/v[12]$", "");
    }

    private static boolean matches(String server, ImageReference image) {
        int slash = server.indexOf('/');
        String host = slash < 0 ? server : server.substring(0, slash);
        String path = slash < 0 ? "" : server.substring(slash + 1);
        return ImageReference.registry(host).equals(image.registry())
                && (path.isEmpty()
                        || image.repository().equals(path)
                        || image.repository().startsWith(path + "/"));
    }

    private static Optional<Credentials> credentials(String registry, Map.Entry<String, JsonNode> entry) {
        JsonNode auth = entry.getValue();
        String server = registry.equals("docker.io") ? DOCKER_HUB_SERVER : registry;
        if (auth.path("identitytoken").isTextual()) {
            return Optional.of(
                    new Credentials(server, "", "", auth.path("identitytoken").textValue()));
        }
        if (auth.path("username").isTextual()) {
            return Optional.of(new Credentials(
                    server,
                    auth.path("username").textValue(),
                    auth.path("password").asText(),
                    null));
        }
        return decoded(auth.path("auth").asText()).map(pair -> {
            int colon = pair.indexOf(':');
            return new Credentials(server, pair.substring(0, colon), pair.substring(colon + 1), null);
        });
    }

    /** {@code user:password}; empty when it is not that. */
    private static Optional<String> decoded(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
            return Optional.of(pair).filter(text -> text.indexOf(':') > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Nothing of the content. */
    @Override
    public String toString() {
        return "DockerConfig[" + auths.size() + " registries]";
    }
}
