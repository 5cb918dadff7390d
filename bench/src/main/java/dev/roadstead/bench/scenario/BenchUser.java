package dev.roadstead.bench.scenario;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.bench.http.Connection;
import dev.roadstead.bench.http.Request;
import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.http.UnexpectedStatusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A service account that may do by a role what the benchmark does, with a token that expires. */
public final class BenchUser {
    private static final String ROLE = """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "bench"},
             "rules": [{"apiGroups": [""], "resources": ["configmaps", "events"], "verbs": ["get", "list"]},
              {"apiGroups": ["bench.roadstead.dev"], "resources": ["loads"],
               "verbs": ["get", "list", "watch", "create", "delete"]}]}""";

    private static final String BINDING = """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "bench"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "bench"},
             "subjects": [{"kind": "ServiceAccount", "name": "bench", "namespace": "default-bench"}]}""";

    private static final String ACCOUNT = """
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "bench"}}""";

    private static final String TOKEN = """
            {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": 7200}}""";

    private BenchUser() {}

    /** The administrator itself where the server does not know roles. */
    public static Target create(Target admin) throws IOException {
        try (Connection connection = admin.connect()) {
            try {
                post(connection, admin, "/apis/rbac.authorization.k8s.io/v1/clusterroles", ROLE);
            } catch (UnexpectedStatusException e) {
                if (e.status() == 404) {
                    return admin;
                }
                throw e;
            }
            post(connection, admin, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", BINDING);
            String accounts = "/api/v1/namespaces/default-bench/serviceaccounts";
            post(connection, admin, accounts, ACCOUNT);
            byte[] answer = post(connection, admin, accounts + "/bench/token", TOKEN);
            return admin.as(
                    new JsonMapper().readTree(answer).at("/status/token").asText());
        }
    }

    private static byte[] post(Connection connection, Target admin, String path, String body) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        connection.exchange(Request.postJson(admin, path, body.getBytes(StandardCharsets.UTF_8)), 201, answer::write);
        return answer.toByteArray();
    }
}
