package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.plan.Limits;
import java.time.Duration;

/** What can be changed about a container that exists. */
final class ContainerChanges {
    private final EngineHttp http;
    private final Duration timeout;

    ContainerChanges(EngineHttp http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    void rename(String id, String name) {
        String path = "/containers/" + HttpRequest.encode(id) + "/rename?name=" + HttpRequest.encode(name);
        try {
            http.call(HttpRequest.post(path), timeout);
        } catch (EngineException e) {
            throw e.conflict() ? DockerErrors.foreign("container", name) : DockerErrors.refused("rename " + id, e);
        }
    }

    /** And that it is not the engine that restarts it. */
    void limit(String id, Limits limits) {
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        update.put("Memory", limits.memoryBytes());
        update.put("MemorySwap", limits.memoryBytes());
        update.put("PidsLimit", limits.pids());
        update.putObject("RestartPolicy").put("Name", "no");
        if (limits.nanoCpus() != 0) {
            update.put("NanoCpus", limits.nanoCpus());
        }
        try {
            String path = "/containers/" + HttpRequest.encode(id) + "/update";
            http.call(HttpRequest.post(path, update.toString()), timeout);
        } catch (EngineException e) {
            throw DockerErrors.refused("set the limits of container " + id, e);
        }
    }
}
