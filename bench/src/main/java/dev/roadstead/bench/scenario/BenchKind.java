package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Connection;
import dev.roadstead.bench.http.Request;
import dev.roadstead.bench.http.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** The custom resource of the benchmark: validated by a schema with formats, bounds, lists and maps; 2 KB as JSON. */
public final class BenchKind {
    /** Bytes of a body that is sent. */
    public static final int SIZE = 2048;

    private static final String CRD = """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "loads.bench.roadstead.dev"},
             "spec": {"group": "bench.roadstead.dev", "scope": "Namespaced",
              "names": {"plural": "loads", "singular": "load", "kind": "Load", "listKind": "LoadList"},
              "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {
               "type": "object", "required": ["spec"], "properties": {"spec": {
                "type": "object", "required": ["image", "replicas"], "properties": {
                 "image": {"type": "string", "minLength": 1, "maxLength": 200},
                 "replicas": {"type": "integer", "minimum": 0, "maximum": 1000},
                 "strategy": {"type": "string", "enum": ["Rolling", "Recreate"], "default": "Rolling"},
                 "ports": {"type": "array", "items": {"type": "object", "required": ["port"], "properties": {
                  "name": {"type": "string", "pattern": "^[a-z0-9-]{1,15}$"},
                  "port": {"type": "integer", "minimum": 1, "maximum": 65535}}}},
                 "env": {"type": "array", "items": {"type": "object", "required": ["name"], "properties": {
                  "name": {"type": "string", "maxLength": 100}, "value": {"type": "string"}}}},
                 "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                 "note": {"type": "string"}}}}}}}]}}
            """;

    /** Made once, as the payload of the peers: the load generator shares the cores with what it measures. */
    private static final String LETTERS = letters(SIZE);

    private BenchKind() {}

    /** As many letters, the same in every run. */
    static String letters(int count) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append((char) random.nextInt('a', 'z' + 1));
        }
        return letters.toString();
    }

    /** Installs the kind and waits until it is served. */
    public static void install(Target admin) throws IOException, InterruptedException {
        try (Connection connection = admin.connect()) {
            connection.exchange(
                    Request.postJson(
                            admin,
                            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                            CRD.getBytes(StandardCharsets.UTF_8)),
                    201,
                    Sinks.NOTHING);
            createNamespace(admin, "default-bench");
            for (int attempt = 0; ; attempt++) {
                try {
                    connection.exchange(Request.get(admin, collection("default-bench")), 200, Sinks.NOTHING);
                    return;
                } catch (IOException e) {
                    if (attempt == 200) {
                        throw new IOException("the kind of the benchmark is not served", e);
                    }
                    Thread.sleep(20);
                }
            }
        }
    }

    public static void createNamespace(Target admin, String name) throws IOException {
        String body = "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"" + name + "\"}}";
        try (Connection connection = admin.connect()) {
            connection.exchange(
                    Request.postJson(admin, "/api/v1/namespaces", body.getBytes(StandardCharsets.UTF_8)),
                    201,
                    Sinks.NOTHING);
        }
    }

    public static String collection(String namespace) {
        return "/apis/bench.roadstead.dev/v1/namespaces/" + namespace + "/loads";
    }

    /** One object of {@link #SIZE} bytes. */
    public static byte[] object(String name, SplittableRandom random) {
        StringBuilder json = new StringBuilder(SIZE)
                .append("{\"apiVersion\":\"bench.roadstead.dev/v1\",\"kind\":\"Load\",\"metadata\":{\"name\":\"")
                .append(name)
                .append("\",\"labels\":{\"app\":\"bench\",\"tier\":\"t")
                .append(random.nextInt(10))
                .append("\"}},\"spec\":{\"image\":\"registry.example/app:1.")
                .append(random.nextInt(1000))
                .append("\",\"replicas\":")
                .append(random.nextInt(1000))
                .append(
                        ",\"ports\":[{\"name\":\"http\",\"port\":8080},{\"name\":\"metrics\",\"port\":9090}],\"env\":[");
        for (int i = 0; i < 12; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"VARIABLE_")
                    .append(i)
                    .append("\",\"value\":\"")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\"}");
        }
        json.append("],\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"note\":\"");
        return json.append(LETTERS, 0, SIZE - 3 - json.length())
                .append("\"}}")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }
}
