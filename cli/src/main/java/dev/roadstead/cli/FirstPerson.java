package dev.roadstead.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.people.BootstrapTokens;
import dev.roadstead.apiserver.people.OpaqueToken;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token that the first person registers with. A server in the background has nobody who reads what it prints, and its
 * log must not have the token: there the command that started it makes the token, as the server's administrator.
 */
final class FirstPerson {
    private static final String USERS = "/apis/roadstead.dev/v1/users";
    private static final String SECRETS = "/api/v1/namespaces/" + BootstrapTokens.NAMESPACE + "/secrets";

    private FirstPerson() {}

    /** What to tell whoever started a server; nothing when somebody has registered, or was told before. */
    static List<String> welcome(DataDir dataDir, @Nullable URI url) {
        try (HttpApiClient api = AdminClient.open(dataDir.adminKubeconfig())) {
            if (url == null || somebodyRegistered(api)) {
                return List.of();
            }
            OpaqueToken token = newToken();
            api.postRaw(SECRETS, BootstrapTokens.secret(token));
            return lines(token.text(), url, dataDir);
        } catch (ApiCallException e) {
            if (e.alreadyExists()) {
                return List.of();
            }
            throw new CliException(
                    "the server runs, but the token for the first person cannot be made: " + e.getMessage() + "; try "
                            + Invocation.of("bootstrap-token"),
                    e);
        }
    }

    /** A new token in the place of one that was lost; empty when somebody has registered. */
    static Optional<String> replace(DataDir dataDir) {
        try (HttpApiClient api = AdminClient.open(dataDir.adminKubeconfig())) {
            if (somebodyRegistered(api)) {
                return Optional.empty();
            }
            OpaqueToken token = newToken();
            ObjectNode secret = BootstrapTokens.secret(token);
            if (api.getRaw(SECRETS + "/" + BootstrapTokens.NAME).isPresent()) {
                ObjectNode change = JsonNodeFactory.instance.objectNode();
                change.set("data", secret.path("data"));
                api.patchRaw(SECRETS + "/" + BootstrapTokens.NAME, change);
            } else {
                api.postRaw(SECRETS, secret);
            }
            return Optional.of(token.text());
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
    }

    private static boolean somebodyRegistered(HttpApiClient api) {
        JsonNode users = api.getRaw(USERS)
                .orElseThrow(() -> new CliException("this server knows no Users; is it of this version?"));
        return !users.path("items").isEmpty();
    }

    private static OpaqueToken newToken() {
        return OpaqueToken.make(OpaqueToken.BOOTSTRAP, new SecureRandom());
    }

    static List<String> lines(String token, URI url, DataDir dataDir) {
        return List.of(
                "",
                "Nobody has registered yet. Who does with this token, shown this once, may do everything:",
                "  " + token,
                "  " + Invocation.program() + " register " + url + " --ca "
                        + dataDir.root().resolve("pki").resolve("ca.crt") + " --name ada --email ada@example.com",
                "  or in a browser: " + url.resolve("/auth/register"));
    }
}
