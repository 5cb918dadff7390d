package dev.roadstead.cli.nodes;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a person keeps what their tools know.
 *
 * @param environment of this process
 */
public record Surroundings(Path home, String user, Map<String, String> environment) {
    /** Of who runs this. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                Path.of(System.getProperty("user.home")), System.getProperty("user.name"), System.getenv());
    }

    public Path dockerConfig() {
        String named = environment.get("DOCKER_CONFIG");
        return named == null || named.isEmpty() ? home.resolve(".docker") : Path.of(named);
    }

    /** Where Docker's tools look for certificates if no context says otherwise. */
    public Path dockerCertificates() {
        String named = environment.get("DOCKER_CERT_PATH");
        return named == null || named.isEmpty() ? dockerConfig() : Path.of(named);
    }

    public Path ssh() {
        return home.resolve(".ssh");
    }
}
