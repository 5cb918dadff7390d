package dev.roadstead.apiserver.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Organizations of one server, whose namespaces and bindings a test makes as controllers and people would. */
final class TestTenants {
    static final String ORGANIZATIONS = "/apis/roadstead.dev/v1/organizations";
    static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";

    private final TestApi api;

    TestTenants(TestApi api) {
        this.api = api;
    }

    /** A server that knows Organizations and Teams. */
    static ServerConfig config(Path directory) {
        ServerConfig usual = RunningServer.config(directory.resolve("data"));
        Path crds = Path.of(System.getProperty("project.root"), "crd-schemas/src/main/resources/crds");
        List<String> kinds = Stream.of("organizations.yaml", "teams.yaml")
                .map(file -> read(crds.resolve(file)))
                .toList();
        return new ServerConfig(
                usual.dataDir(),
                usual.host(),
                usual.port(),
                null,
                Stream.concat(usual.resources().stream(), kinds.stream()).toList(),
                null,
                usual.storage(),
                usual.fairness(),
                usual.signIn(),
                usual.egress());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An Organization with a namespace of its name, and {@code <name>-shop}. */
    void organization(String name, String spec) {
        api.post(ORGANIZATIONS, """
                {"apiVersion": "roadstead.dev/v1", "kind": "Organization", "metadata": {"name": "%s"}, "spec": %s}""".formatted(name, spec)).expect(201);
        for (String namespace : List.of(name, name + "-shop")) {
            api.post("/api/v1/namespaces", """
                    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s",
                     "labels": {"roadstead.dev/organization": "%s"}}}""".formatted(namespace, name)).expect(201);
        }
    }

    /** What everybody is told of a member, as JSON. */
    static String member(String user, String role) {
        return "{\"user\": \"%s\", \"role\": \"%s\"}".formatted(user, role);
    }

    TestApi.Answer change(String organization, String patch) {
        return api.mergePatch(ORGANIZATIONS + "/" + organization, patch);
    }

    /** The token of a new ServiceAccount. */
    String account(String namespace, String name) {
        String accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts";
        api.post(accounts, """
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "%s"}}""".formatted(name)).expect(201);
        return api.post(accounts + "/" + name + "/token", """
                        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest"}""")
                .expect(201)
                .at("/status/token")
                .asText();
    }

    static String user(String namespace, String account) {
        return "system:serviceaccount:" + namespace + ":" + account;
    }

    void bind(String namespace, String clusterRole, String user) {
        api.post(RBAC + "/namespaces/" + namespace + "/rolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
                 "metadata": {"generateName": "by-hand-"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%s"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%s"}]}""".formatted(clusterRole, user))
                .expect(201);
    }

    /** A ClusterRole on kinds of the product, bound everywhere. */
    void bindEverywhere(String name, String verbs, String plural, String user) {
        api.post(RBAC + "/clusterroles", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "%s"},
                 "rules": [{"apiGroups": ["roadstead.dev"], "resources": ["%s"], "verbs": [%s]}]}""".formatted(name, plural, verbs)).expect(201);
        api.post(RBAC + "/clusterrolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "%1$s"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%1$s"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%2$s"}]}""".formatted(name, user)).expect(201);
    }

    /** With a token. */
    TestApi.Answer send(String token, String method, String path, String body) {
        return api.send(api.anonymous(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As the administrator who acts as somebody else. */
    TestApi.Answer as(String user, List<String> groups, String method, String path, String body) {
        HttpRequest.Builder request = api.request(path).header("Impersonate-User", user);
        groups.forEach(group -> request.header("Impersonate-Group", group));
        return api.send(request.header(
                        "Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    static String configMaps(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    static String configMap(String name) {
        return """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}}""".formatted(name);
    }
}
