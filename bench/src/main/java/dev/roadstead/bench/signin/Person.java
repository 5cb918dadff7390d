package dev.roadstead.bench.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.bench.http.Connection;
import dev.roadstead.bench.http.Request;
import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.http.UnexpectedStatusException;
import dev.roadstead.bench.load.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A User with a password, and a connection. */
final class Person implements Operation {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "violet harbour runs seven ferries";
    private static final int TOO_MANY_REQUESTS = 429;
    /** As the answer says. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Connection connection;
    private final byte[] login;
    private final AtomicInteger turnedAway;

    private Person(Connection connection, byte[] login, AtomicInteger turnedAway) {
        this.connection = connection;
        this.login = login;
        this.turnedAway = turnedAway;
    }

    /** Invites and registers a User; gives the access token. */
    static String register(Target admin, String name) throws IOException {
        String invitations = "/apis/roadstead.dev/v1/namespaces/default/invitations";
        post(admin, invitations, 201, """
                {"apiVersion": "roadstead.dev/v1", "kind": "Invitation", "metadata": {"name": "%s"},
                 "spec": {"email": "%s@example.com", "role": "Developer"}}""".formatted(name, name));
        String token = post(admin, invitations + "/" + name + "/token", 201, "{}")
                .at("/status/token")
                .asText();
        return post(admin.as(""), "/auth/register", 201, """
                        {"invitation": "%s", "name": "%s", "password": "%s"}""".formatted(token, name, PASSWORD))
                .path("accessToken")
                .asText();
    }

    /** Lets a User work in the own namespace, as controllers do. */
    static void allow(Target admin, String name) throws IOException {
        post(admin, "/apis/rbac.authorization.k8s.io/v1/namespaces/user-" + name + "/rolebindings", 201, """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "self"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "roadstead:self"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%s"}]}""".formatted(
                        name));
    }

    /** A registered User, who signs in again and again; who is turned away comes back when the server says. */
    static Person connect(Target server, String name, AtomicInteger turnedAway) throws IOException {
        String body = "{\"user\": \"" + name + "\", \"password\": \"" + PASSWORD + "\"}";
        byte[] login = Request.postJson(server.as(""), "/auth/login", body.getBytes(StandardCharsets.UTF_8));
        return new Person(server.connect(), login, turnedAway);
    }

    @Override
    public void run() throws IOException {
        while (true) {
            try {
                connection.exchange(login, 200, (bytes, from, length) -> {});
                return;
            } catch (UnexpectedStatusException e) {
                if (e.status() != TOO_MANY_REQUESTS) {
                    throw e;
                }
                turnedAway.incrementAndGet();
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static JsonNode post(Target target, String path, int status, String json) throws IOException {
        try (Connection connection = target.connect()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            connection.exchange(
                    Request.postJson(target, path, json.getBytes(StandardCharsets.UTF_8)), status, body::write);
            return JSON.readTree(body.toByteArray());
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
