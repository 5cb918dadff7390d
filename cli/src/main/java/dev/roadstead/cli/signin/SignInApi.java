package dev.roadstead.cli.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.client.Tls;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The paths below {@code /auth} of a server. Thread-safe. */
public final class SignInApi implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final int MAX_ANSWER = 1 << 20;
    private static final int BAD_REQUEST = 400;
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ApiServer server;
    private final InstantSource clock;
    private final HttpClient client;

    public SignInApi(ApiServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
        this.client =
                (server.authority() == null ? builder : builder.sslContext(Tls.trusting(server.authority()))).build();
    }

    /** The server said no. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;
        private final boolean codeMissing;

        Refused(int status, String message, boolean codeMissing) {
            super(message);
            this.status = status;
            this.codeMissing = codeMissing;
        }

        /** Whether the credential is worth nothing, now and later. */
        boolean isFinal() {
            return status == 401;
        }

        /** Whether the password was right, and a code of the second factor is asked for. */
        public boolean codeMissing() {
            return codeMissing;
        }
    }

    /**
     * What a person is shown who signs in by a browser (RFC 8628).
     *
     * @param interval how long to wait between two questions
     * @param lasts how long the code is good
     */
    public record DeviceCode(String deviceCode, String userCode, String page, Duration interval, Duration lasts) {
        /** Never shows the device's own code. */
        @Override
        public String toString() {
            return "DeviceCode[" + userCode + "]";
        }
    }

    /**
     * Signs in.
     *
     * @param code of the second factor; null for none
     */
    public Credential login(String user, String password, @Nullable String code) throws Refused {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("user", user).put("password", password);
        if (code != null) {
            body.put("code", code);
        }
        return credential(demand(post("/auth/login", JSON, body.toString(), null)));
    }

    /**
     * Registers somebody, who is signed in by it.
     *
     * @param token of an invitation, or the bootstrap token
     * @param email empty with an invitation
     */
    public Credential register(String token, String name, String email, String password) throws Refused {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("name", name).put("password", password);
        body.put(token.startsWith("rsb_") ? "bootstrap" : "invitation", token);
        if (!email.isEmpty()) {
            body.put("email", email);
        }
        return credential(demand(post("/auth/register", JSON, body.toString(), null)));
    }

    /** A new access token; the refresh token is worth nothing after it. */
    public Credential refresh(String refreshToken) throws Refused {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("refreshToken", refreshToken);
        return credential(demand(post("/auth/refresh", JSON, body.toString(), null)));
    }

    /** Ends the sign-in, or all of the person's. */
    public void logout(String accessToken, boolean all) throws Refused {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("all", all);
        demand(post("/auth/logout", JSON, body.toString(), accessToken));
    }

    public DeviceCode askForDeviceCode() throws Refused {
        JsonNode answer = demand(post("/auth/device", FORM, form(Map.of("client_id", "roadstead")), null));
        return new DeviceCode(
                answer.path("device_code").asText(),
                answer.path("user_code").asText(),
                answer.path("verification_uri").asText(),
                Duration.ofSeconds(answer.path("interval").asLong(5)),
                Duration.ofSeconds(answer.path("expires_in").asLong(600)));
    }

    /** Null while the person has not decided. */
    public @Nullable Credential redeem(DeviceCode device) throws Refused {
        Map<String, String> fields = Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "device_code",
                device.deviceCode(),
                "client_id",
                "roadstead");
        HttpResponse<byte[]> response = post("/auth/token", FORM, form(fields), null);
        String error = response.statusCode() == BAD_REQUEST
                ? tree(response).path("error").asText()
                : "";
        return switch (error) {
            case "authorization_pending", "slow_down" -> null;
            case "access_denied" -> throw new Refused(BAD_REQUEST, "the sign-in was refused in the browser", false);
            case "expired_token" -> throw new Refused(BAD_REQUEST, "nobody confirmed the code in time", false);
            default -> {
                JsonNode answer = demand(response);
                yield new Credential(
                        server,
                        answer.path("user").asText(),
                        answer.path("access_token").asText(),
                        clock.instant().plusSeconds(answer.path("expires_in").asLong()),
                        answer.path("refresh_token").asText());
            }
        };
    }

    /** Namespaces in which the person may do something. */
    public List<String> namespaces(String accessToken) throws Refused {
        HttpRequest request = request("/auth/namespaces", accessToken).GET().build();
        return demand(send(request))
                .path("namespaces")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private Credential credential(JsonNode tokens) {
        return new Credential(
                server,
                tokens.path("user").asText(),
                tokens.path("accessToken").asText(),
                clock.instant().plusSeconds(tokens.path("expiresIn").asLong()),
                tokens.path("refreshToken").asText());
    }

    private HttpResponse<byte[]> post(String path, String type, String body, @Nullable String accessToken) {
        return send(request(path, accessToken)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path, @Nullable String accessToken) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url().resolve(path))
                .timeout(WITHIN)
                .header("Accept", JSON);
        return accessToken == null ? request : request.header("Authorization", "Bearer " + accessToken);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
        } catch (IOException e) {
            throw new CliException(
                    server.url() + " cannot be reached (" + e
                            + "); is it the address of a Roadstead server, and is --ca"
                            + " the authority of its certificate?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    private JsonNode demand(HttpResponse<byte[]> response) throws Refused {
        JsonNode answer = tree(response);
        if (response.statusCode() / 100 == 2) {
            return answer;
        }
        boolean codeMissing = answer.path("details")
                .path("causes")
                .valueStream()
                .anyMatch(cause -> cause.path("reason").asText().equals("MfaRequired"));
        String message = answer.path("message").asText("the server answered with the status " + response.statusCode());
        throw new Refused(response.statusCode(), message, codeMissing);
    }

    private JsonNode tree(HttpResponse<byte[]> response) {
        try {
            return response.body().length == 0 ? MAPPER.nullNode() : MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new CliException(
                    server.url() + " answered with something that is no JSON (status " + response.statusCode()
                            + "); is it the address of a Roadstead server?",
                    e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
