package dev.roadstead.bench.converge;

import dev.roadstead.bench.http.JsonApi;
import java.io.IOException;

/** An Application on the one node that the server registered by itself. */
final class Roadstead implements Contender {
    private static final String APPLICATIONS = "/apis/roadstead.dev/v1/namespaces/default/applications";

    private final JsonApi api;
    private int version = 1;

    Roadstead(JsonApi api) {
        this.api = api;
    }

    @Override
    public String name() {
        return "Roadstead";
    }

    @Override
    public void scale(int containers) throws IOException {
        if (containers > 0 && !exists()) {
            api.create(APPLICATIONS, """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Application", "metadata": {"name": "bench"},
                     "spec": {"replicas": %d, "strategy": {"drain": "0s"},
                      "template": {"image": "%s", "args": ["sleep", "1000000"]}}}
                    """.formatted(containers, BenchConverge.IMAGE));
        } else if (containers == 0) {
            api.delete(APPLICATIONS + "/bench");
        } else {
            api.patch(APPLICATIONS + "/bench", "{\"spec\": {\"replicas\": " + containers + "}}");
        }
    }

    boolean exists() throws IOException {
        return !api.get(APPLICATIONS).path("items").isEmpty();
    }

    /** Whether it says itself that all is done. */
    boolean isReady(int containers) throws IOException {
        return api.get(APPLICATIONS + "/bench")
                        .path("status")
                        .path("availableReplicas")
                        .asInt()
                == containers;
    }

    @Override
    public void update(int containers, int atOnce) throws IOException {
        api.patch(APPLICATIONS + "/bench", """
                {"spec": {"strategy": {"rolling": {"maxSurge": %d, "maxUnavailable": 0}},
                 "template": {"env": [{"name": "VERSION", "value": "%d"}]}}}
                """.formatted(atOnce, version++));
    }

    @Override
    public boolean repairs() {
        return true;
    }

    @Override
    public void close() {}
}
