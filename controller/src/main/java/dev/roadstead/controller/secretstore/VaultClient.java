package dev.roadstead.controller.secretstore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.Outgoing;
import dev.roadstead.model.SecretStore;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client of Vault's HTTP API: the KV secrets engine of version 2, with a token or an AppRole. A role's token is kept for
 * two thirds of its lease, in memory, and forgotten when any Vault is asked after that. One that does not answer is left alone for half a minute, so that it cannot hold up
 * whoever waits for another. Thread-safe; blocks its caller for at most five seconds and once more to sign in.
 *
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2">KV version 2</a>
 * @see <a href="https://developer.hashicorp.com/vault/api-docs/auth/approle">AppRole</a>
 */
public final class VaultClient implements StoreClient {
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int DENIED = 403;
    private static final int NOT_FOUND = 404;
    private static final int SEALED = 503;

    private static final int MAX_KEPT = 1_000;
    private static final long MAX_LEASE_SECONDS = 30L * 24 * 60 * 60;
    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    private final JsonMapper mapper = new JsonMapper();
    private final Map<Role, Kept> tokens = new ConcurrentHashMap<>();
    private final Map<SecretStore.Vault, Silence> silent = new ConcurrentHashMap<>();
    private final EgressClient egress;
    private final InstantSource clock;

    /** Has asked nobody yet. */
    public VaultClient(EgressClient egress, InstantSource clock) {
        this.egress = egress;
        this.clock = clock;
    }

    private record Role(SecretStore.Vault vault, Credential.Role role) {}

    private record Kept(String token, Instant since, Instant until) {}

    private record Silence(String why, Instant until) {}

    /** {@inheritDoc} Of a value that is no text, its JSON. */
    @Override
    public Map<String, byte[]> read(SecretStore.Vault vault, Credential credential, String path) throws StoreFailure {
        String where = "/v1/" + named(vault.mount()) + "/data/" + escaped(named(path));
        EgressClient.Answer answer = ask(vault, credential, where);
        if (answer.status() == NOT_FOUND) {
            throw new StoreFailure("there is nothing at " + vault.mount() + "/" + path + "; write it, or correct path");
        }
        JsonNode data = json(vault, answer, "read " + vault.mount() + "/" + path)
                .path("data")
                .path("data");
        if (!data.isObject()) {
            throw new StoreFailure("what Vault at " + vault.address() + " has at " + vault.mount()
                    + " is no KV secrets engine of version 2; correct mount, or enable one");
        }
        Map<String, byte[]> content = new TreeMap<>();
        data.properties().forEach(entry -> content.put(entry.getKey(), bytes(entry.getValue())));
        return content;
    }

    @Override
    public void check(SecretStore.Vault vault, Credential credential) throws StoreFailure {
        json(vault, ask(vault, credential, "/v1/auth/token/lookup-self"), "look up its token");
    }

    /** Once more with a new token when a kept one is no longer taken. */
    private EgressClient.Answer ask(SecretStore.Vault vault, Credential credential, String path) throws StoreFailure {
        // With the secret ids that they were got by.
        tokens.values().removeIf(kept -> !clock.instant().isBefore(kept.until()));
        return switch (credential) {
            case Credential.Token(String token) -> call(vault, token, path, null);
            case Credential.Role role -> {
                Role key = new Role(vault, role);
                Kept kept = tokens.get(key);
                if (kept == null) {
                    yield call(vault, signIn(key), path, null);
                }
                EgressClient.Answer answer = call(vault, kept.token(), path, null);
                // A young one is denied for what it asks, and another would be as well.
                boolean young = clock.instant().isBefore(kept.since().plus(LEFT_ALONE));
                yield answer.status() == DENIED && !young ? call(vault, signIn(key), path, null) : answer;
            }
        };
    }

    /** How many tokens of roles are in memory. */
    int kept() {
        return tokens.size();
    }

    private String signIn(Role key) throws StoreFailure {
        SecretStore.AppRole role = key.role().role();
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("role_id", role.roleId())
                .put("secret_id", key.role().secretId())
                .toString();
        EgressClient.Answer answer = call(key.vault(), null, "/v1/auth/" + named(role.mount()) + "/login", body);
        JsonNode auth =
                json(key.vault(), answer, "sign in with role " + role.roleId()).path("auth");
        String token = auth.path("client_token").asText();
        Duration lease =
                Duration.ofSeconds(Math.clamp(auth.path("lease_duration").asLong(), 0, MAX_LEASE_SECONDS));
        if (tokens.size() >= MAX_KEPT) {
            tokens.clear();
        }
        tokens.put(
                key,
                new Kept(
                        token,
                        clock.instant(),
                        clock.instant().plus(lease.multipliedBy(2).dividedBy(3))));
        return token;
    }

    private EgressClient.Answer call(
            SecretStore.Vault vault, @Nullable String token, String path, @Nullable String body) throws StoreFailure {
        URI url = url(vault, path);
        Outgoing request =
                body == null ? Outgoing.get(url, vault.authorities()) : Outgoing.json(url, body, vault.authorities());
        request = request.with("X-Vault-Request", "true");
        request = token == null ? request : request.with("X-Vault-Token", token);
        request = vault.namespace() == null ? request : request.with("X-Vault-Namespace", vault.namespace());
        Silence silence = silent.get(vault);
        if (silence != null && clock.instant().isBefore(silence.until())) {
            throw new StoreFailure(silence.why() + "; it is asked again after half a minute");
        }
        try {
            EgressClient.Answer answer = egress.send(request, WITHIN);
            silent.remove(vault);
            return answer;
        } catch (IOException e) {
            String why = "Vault at " + vault.address() + " cannot be asked: " + e.getMessage();
            if (silent.size() >= MAX_KEPT) {
                silent.clear();
            }
            silent.put(vault, new Silence(why, clock.instant().plus(LEFT_ALONE)));
            throw new StoreFailure(why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure("interrupted while Vault at " + vault.address() + " was asked", e);
        }
    }

    private static URI url(SecretStore.Vault vault, String path) throws StoreFailure {
        try {
            return URI.create(vault.address() + path);
        } catch (IllegalArgumentException e) {
            throw new StoreFailure("address " + vault.address() + " is no URL such as https://vault.example.com:8200");
        }
    }

    /** Vault's own words are not passed on: a place that is none may answer with anything. */
    private JsonNode json(SecretStore.Vault vault, EgressClient.Answer answer, String doing) throws StoreFailure {
        String who = "Vault at " + vault.address();
        switch (answer.status()) {
            case OK -> {}
            case DENIED ->
                throw new StoreFailure(
                        who + " does not allow to " + doing + "; look at the policy of its token or role");
            case SEALED -> throw new StoreFailure(who + " is sealed or down for maintenance");
            default ->
                throw new StoreFailure(who + " answered the status " + answer.status() + " when asked to " + doing);
        }
        try {
            return mapper.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new StoreFailure(who + " did not answer with JSON; is it a Vault?", e);
        }
    }

    private static byte[] bytes(JsonNode value) {
        return (value.isTextual() ? value.textValue() : value.toString()).getBytes(StandardCharsets.UTF_8);
    }

    /** A path that stays where it begins, also when something on the way resolves it. */
    private static String named(String path) throws StoreFailure {
        if (Arrays.stream(path.split("/", -1)).anyMatch(NO_NAMES::contains)) {
            throw new StoreFailure("\"" + path + "\" is no path: it has an empty part, or one of dots");
        }
        return path;
    }

    private static String escaped(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
