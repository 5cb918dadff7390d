package dev.roadstead.controller.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach an API server, as far as a kubeconfig with a bearer token says it.
 *
 * @param server base address, http or https
 * @param certificateAuthority PEM of the certificates that the server's is checked against; null: the JDK's own
 * @param token bearer token; never shown
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public record Kubeconfig(URI server, @Nullable String certificateAuthority, String token) {

    /**
     * The current context of a kubeconfig file.
     *
     * @throws IOException if the file cannot be read, is no YAML, or names no server or token
     */
    public static Kubeconfig read(Path file) throws IOException {
        JsonNode config = yaml(file);
        String current = text(config.path("current-context"), file, "current-context");
        JsonNode context = named(config, "contexts", "context", current, file);
        JsonNode cluster = named(config, "clusters", "cluster", text(context.path("cluster"), file, "cluster"), file);
        JsonNode user = named(config, "users", "user", text(context.path("user"), file, "user"), file);
        return new Kubeconfig(
                address(text(cluster.path("server"), file, "server"), file),
                authority(cluster, file),
                text(user.path("token"), file, "token"));
    }

    private static JsonNode yaml(Path file) throws IOException {
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new IOException(file + ": line " + e.getLocation().getLineNr() + " is no YAML", e);
        }
    }

    private static JsonNode named(JsonNode config, String list, String field, String name, Path file)
            throws IOException {
        for (JsonNode entry : config.path(list)) {
            if (entry.path("name").asText().equals(name)) {
                return entry.path(field);
            }
        }
        throw new IOException(file + ": no entry named \"" + name + "\" in " + list);
    }

    private static String text(JsonNode value, Path file, String field) throws IOException {
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IOException(file + ": " + field + " is missing, expected a text");
        }
        return value.textValue();
    }

    private static URI address(String server, Path file) throws IOException {
        try {
            URI address = new URI(server);
            if (address.getHost() != null && List.of("https", "http").contains(address.getScheme())) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw noAddress(server, file, e);
        }
        throw noAddress(server, file, null);
    }

    private static IOException noAddress(String server, Path file, @Nullable Exception cause) {
        return new IOException(
                file + ": server is " + server + ", expected an address such as https://127.0.0.1:7443", cause);
    }

    private static @Nullable String authority(JsonNode cluster, Path file) throws IOException {
        JsonNode inline = cluster.path("certificate-authority-data");
        if (!inline.isMissingNode()) {
            String encoded = text(inline, file, "certificate-authority-data");
            try {
                return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": certificate-authority-data is no base64", e);
            }
        }
        JsonNode path = cluster.path("certificate-authority");
        return path.isMissingNode()
                ? null
                : Files.readString(file.resolveSibling(text(path, file, "certificate-authority")));
    }

    @Override
    public String toString() {
        return "Kubeconfig[" + server + "]";
    }
}
