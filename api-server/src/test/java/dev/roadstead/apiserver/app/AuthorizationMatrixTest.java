package dev.roadstead.apiserver.app;

import static dev.roadstead.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.app.AuthorizationTable.Place;
import dev.roadstead.apiserver.app.AuthorizationTable.Route;
import dev.roadstead.apiserver.app.AuthorizationTable.Who;
import dev.roadstead.apiserver.fairness.Rate;
import dev.roadstead.apiserver.people.SignInLimits;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route that discovery and the roles name, with every verb, asked by everybody, against {@link AuthorizationTable}. All
 * kinds of the product are served. What is asked for is never done: dry runs, bodies and parameters that are none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationMatrixTest {
    private static final String OWN = "matrix-own";
    private static final String FOREIGN = "matrix-foreign";
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private ApiServer server;
    private TestApi api;

    @BeforeAll
    void serveEverything(@TempDir Path directory) throws Exception {
        server = ApiServer.start(new ServerConfig(directory.resolve("data"), "127.0.0.1", 0, null, manifests())
                .limiting(new SignInLimits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED)));
        api = TestApi.withNewNamespace(server, OWN);
        api.post("/api/v1/namespaces", TestApi.namespaceNamed(FOREIGN)).expect(201);
        for (Who who : List.of(Who.VIEW, Who.EDIT, Who.ADMIN)) {
            bind(OWN, who.role(), who.user());
        }
        bind(FOREIGN, "admin", Who.FOREIGNER.user());
        // Aggregated roles are complete a moment after the start.
        eventually(() -> assertThat(outcome(Who.ADMIN, "GET", namespaced("rbac.authorization.k8s.io/v1", "roles", "")))
                .isEqualTo("allowed"));
        eventually(() -> assertThat(outcome(Who.EDIT, "GET", namespaced("coordination.k8s.io/v1", "leases", "")))
                .isEqualTo("allowed"));
        eventually(() -> assertThat(outcome(Who.VIEW, "GET", namespaced("v1", "configmaps", "")))
                .isEqualTo("allowed"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyResourceIsAnsweredAsTheTableSays() {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Route route : routes()) {
            for (String method : METHODS) {
                for (boolean watch :
                        route.named() || !method.equals("GET") ? new boolean[] {false} : new boolean[] {false, true}) {
                    String path = path(route) + (watch ? "&watch=true" : "");
                    for (Who who : Who.values()) {
                        String expected = AuthorizationTable.expected(who, route, verb(method, route, watch));
                        String found = outcome(who, method, path);
                        asked++;
                        if (!found.equals(expected) && !isSameAnswer(who, route, found)) {
                            wrong.add(who + " " + method + " " + path + ": " + found + ", expected " + expected);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(4_000);
    }

    @Test
    void everyPathIsAnsweredAsTheTableSays() {
        List<String> wrong = new ArrayList<>();
        for (String path : paths()) {
            for (String method : METHODS) {
                for (Who who : Who.values()) {
                    String expected = AuthorizationTable.expected(who, method, path);
                    String found = outcome(who, method, path);
                    if (!found.equals(expected)) {
                        wrong.add(who + " " + method + " " + path + ": " + found + ", expected " + expected);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Whether it exists or not: the same status, the same body but for the name, and the same headers but for the id. */
    @Test
    void whatOneMayNotSeeIsAnsweredAsWhatIsNotThere() {
        for (String rest : List.of("", "/configmaps", "/configmaps/x", "/no-such-kind")) {
            for (String method : METHODS) {
                TestApi.Answer there = ask(Who.FOREIGNER, method, "/api/v1/namespaces/" + OWN + rest);
                TestApi.Answer nowhere = ask(Who.FOREIGNER, method, "/api/v1/namespaces/matrix-000" + rest);

                assertThat(there.status()).as(method + rest).isEqualTo(404);
                assertThat(nowhere.status()).isEqualTo(404);
                assertThat(there.text().replace(OWN, "?"))
                        .isEqualTo(nowhere.text().replace("matrix-000", "?"));
                assertThat(headers(there)).isEqualTo(headers(nowhere));
            }
        }
    }

    private static Set<String> headers(TestApi.Answer answer) {
        Set<String> headers = new LinkedHashSet<>();
        answer.response().headers().map().forEach((name, values) -> {
            if (!Set.of("audit-id", "content-length").contains(name)) {
                headers.add(name + values);
            }
        });
        return headers;
    }

    /** A tenant's object that the administrator asks for and that is not there: the very answer that strangers get. */
    private static boolean isSameAnswer(Who who, Route route, String found) {
        return who == Who.MASTER && AuthorizationTable.isTenant(route) && found.equals("unseen");
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String version : versions()) {
            for (JsonNode resource : api.get(path(version)).expect(200).json().path("resources")) {
                String[] name = resource.path("name").asText().split("/", 2);
                String subresource = name.length > 1 ? name[1] : "";
                boolean namespaced = resource.path("namespaced").asBoolean();
                if (subresource.isEmpty()) {
                    routes.add(new Route(version, name[0], "", Place.EVERYWHERE, false));
                    if (namespaced) {
                        routes.add(new Route(version, name[0], "", Place.NAMESPACE, false));
                    }
                }
                routes.add(new Route(
                        version, name[0], subresource, namespaced ? Place.NAMESPACE : Place.EVERYWHERE, true));
            }
        }
        assertThat(routes).contains(new Route("roadstead.dev/v1", "applications", "scale", Place.NAMESPACE, true));
        return routes;
    }

    private List<String> versions() {
        List<String> versions = new ArrayList<>(List.of("v1"));
        for (JsonNode group : api.get("/apis").expect(200).json().path("groups")) {
            group.path("versions")
                    .forEach(it -> versions.add(it.path("groupVersion").asText()));
        }
        return versions;
    }

    /** Those of discovery, and all that any role names. */
    private Set<String> paths() {
        Set<String> paths =
                new LinkedHashSet<>(List.of("/", "/metrics", "/nowhere", "/livez/ping", "/readyz/database"));
        for (String version : versions()) {
            paths.add(path(version));
            paths.add("/openapi/v3" + path(version));
        }
        for (JsonNode role : api.get("/apis/rbac.authorization.k8s.io/v1/clusterroles")
                .json()
                .path("items")) {
            for (JsonNode rule : role.path("rules")) {
                rule.path("nonResourceURLs")
                        .forEach(url -> paths.add(url.asText().replace("*", "some")));
            }
        }
        paths.remove("some");
        return paths;
    }

    private static String path(String version) {
        return version.equals("v1") ? "/api/v1" : "/apis/" + version;
    }

    /** With parameters by which nothing happens: a dry run, and a timeout that is none. */
    private static String path(Route route) {
        boolean inside = route.place() == Place.NAMESPACE;
        String name = route.plural().equals("namespaces") ? OWN : "no-such";
        return path(route.version())
                + (inside ? "/namespaces/" + OWN : "")
                + "/" + route.plural()
                + (route.named() ? "/" + name : "")
                + (route.subresource().isEmpty() ? "" : "/" + route.subresource())
                + "?dryRun=All&timeoutSeconds=none";
    }

    private static String namespaced(String version, String plural, String name) {
        return path(version) + "/namespaces/" + OWN + "/" + plural + (name.isEmpty() ? "" : "/" + name);
    }

    private static String verb(String method, Route route, boolean watch) {
        return switch (method) {
            case "GET" -> route.named() ? "get" : watch ? "watch" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            default -> route.named() ? "delete" : "deletecollection";
        };
    }

    private String outcome(Who who, String method, String path) {
        TestApi.Answer answer = ask(who, method, path);
        String message = answer.status() < 400 || !answer.text().startsWith("{")
                ? ""
                : answer.at("/message").asText();
        boolean unseen = message.equals("namespaces \"" + OWN + "\" not found")
                || message.matches("(users|organizations|identityproviders)\\.roadstead\\.dev \"no-such\" not found");
        if (message.startsWith("this needs a sign-in") || message.startsWith("this is about one's own sign-in")) {
            return "allowed"; // to whoever has a Session, which nobody here has
        }
        assertThat(answer.status())
                .as(who + " " + method + " " + path + ": " + message)
                .isNotIn(401, 429, 500, 503);
        if (answer.status() == 404 && unseen) {
            return "unseen";
        }
        // A rule of another kind may forbid what is authorized, as the deletion of the server's own namespaces.
        return answer.status() == 403 && message.contains(" cannot ") ? "forbidden" : "allowed";
    }

    private TestApi.Answer ask(Who who, String method, String path) {
        HttpRequest.Builder request = who == Who.ANONYMOUS ? api.anonymous(path) : api.request(path);
        if (!who.user().isEmpty()) {
            request.header("Impersonate-User", who.user());
        }
        return api.send(request.method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private void bind(String namespace, String role, String user) {
        api.post("/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace + "/rolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "%2$s"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%1$s"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%2$s"}]}""".formatted(
                                role, user))
                .expect(201);
    }

    private static List<String> manifests() throws IOException {
        Path crds = Path.of(System.getProperty("project.root"), "crd-schemas/src/main/resources/crds");
        try (Stream<Path> files = Files.list(crds)) {
            List<String> manifests = new ArrayList<>();
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
                manifests.add(Files.readString(file));
            }
            return manifests;
        }
    }
}
