package dev.roadstead.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A running container as a template that makes its like. What its image says by itself is left out, so that a later image
 * may say something else.
 */
final class TemplateTranslation {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode container;
    private final JsonNode config;
    private final JsonNode host;
    private final JsonNode image;
    private final Mode mode;
    private final ObjectNode template = JSON.objectNode();
    private final List<String> remarks = new ArrayList<>();

    /** A template, and what it does not say. */
    record Translated(ObjectNode template, List<String> remarks) {}

    private TemplateTranslation(JsonNode container, Mode mode) {
        this.mode = mode;
        this.container = container;
        this.config = container.path("Config");
        this.host = container.path("HostConfig");
        this.image = container.path("ImageInspect").path("Config");
    }

    /** Of the engine's description of a container, with that of its image. */
    static Translated of(JsonNode container, Mode mode) {
        TemplateTranslation translation = new TemplateTranslation(container, mode);
        translation.process();
        translation.ports();
        translation.host();
        translation.life();
        translation.remarks.addAll(Unexpressed.of(container, mode));
        return new Translated(translation.template, List.copyOf(translation.remarks));
    }

    private void process() {
        template.put("image", imageName());
        differing("command", "Entrypoint");
        // An entry point of its own makes Docker forget the image's arguments.
        if (template.has("command") && !config.path("Cmd").isEmpty()) {
            template.set("args", config.path("Cmd"));
        } else {
            differing("args", "Cmd");
        }
        text("workingDir", "WorkingDir");
        text("user", "User");
        Set<String> inherited = new HashSet<>();
        image.path("Env").forEach(variable -> inherited.add(variable.asText()));
        ArrayNode env = JSON.arrayNode();
        for (JsonNode variable : config.path("Env")) {
            String[] parts = variable.asText().split("=", 2);
            if (!inherited.contains(variable.asText())) {
                env.addObject().put("name", parts[0]).put("value", parts.length < 2 ? "" : parts[1]);
            }
        }
        if (!env.isEmpty()) {
            template.set("env", env);
            remarks.add("env has the values in plain text; put passwords into a Secret and refer to it");
        }
        ObjectNode labels = JSON.objectNode();
        config.path("Labels").properties().forEach(label -> label(labels, label));
        if (!labels.isEmpty()) {
            template.set("labels", labels);
        }
    }

    private void label(ObjectNode labels, Map.Entry<String, JsonNode> label) {
        String name = label.getKey();
        if (name.startsWith("com.docker.")
                || label.getValue().equals(image.path("Labels").get(name))) {
            return;
        }
        if (name.startsWith("traefik.") || name.startsWith("roadstead.dev/")) {
            remarks.add("cannot be expressed: label " + name + "="
                    + label.getValue().asText());
        } else {
            labels.set(name, label.getValue());
        }
    }

    /** An image without a name stands there by its id. */
    private String imageName() {
        String name = config.path("Image").asText();
        if (!name.startsWith("sha256:")) {
            return mode.adopts() ? pinned(name) : name;
        }
        String tag = container.path("ImageInspect").path("RepoTags").path(0).asText();
        if (tag.isEmpty()) {
            remarks.add("its image has no name; give it one: docker tag " + name + " NAME");
        }
        return tag.isEmpty() ? "unnamed" : tag;
    }

    /** By its digest, if its name has come to stand for another image since. */
    private String pinned(String name) {
        JsonNode described = container.path("ImageInspect");
        boolean current = described
                .path("RepoTags")
                .valueStream()
                .anyMatch(tag -> tag.asText()
                        .equals(name.substring(name.lastIndexOf('/') + 1).contains(":") ? name : name + ":latest"));
        String digest = described.path("RepoDigests").path(0).asText();
        return current || digest.isEmpty() ? name : digest;
    }

    private void differing(String field, String name) {
        JsonNode value = config.path(name);
        if (!value.isEmpty() && !value.equals(image.path(name))) {
            template.set(field, value);
        }
    }

    private void text(String field, String name) {
        String value = config.path(name).asText("");
        if (!value.isEmpty() && !value.equals(image.path(name).asText(""))) {
            template.put(field, value);
        }
    }

    private void ports() {
        ArrayNode ports = JSON.arrayNode();
        for (Map.Entry<String, JsonNode> bound : host.path("PortBindings").properties()) {
            String[] port = bound.getKey().split("/", 2);
            for (JsonNode binding : bound.getValue()) {
                ObjectNode entry = ports.addObject().put("containerPort", Integer.parseInt(port[0]));
                if (port.length > 1 && port[1].equals("udp")) {
                    entry.put("protocol", "UDP");
                }
                publish(entry, binding);
            }
        }
        if (!ports.isEmpty()) {
            template.set("ports", ports);
        }
    }

    private void publish(ObjectNode entry, JsonNode binding) {
        String hostPort = binding.path("HostPort").asText();
        if (!hostPort.matches("[1-9][0-9]{0,4}")) {
            remarks.add(
                    "port " + entry.path("containerPort") + " was published on a port of Docker's choice; choose one");
            return;
        }
        entry.put("hostPort", Integer.parseInt(hostPort));
        String address = binding.path("HostIp").asText("");
        if (address.isEmpty() || address.equals("0.0.0.0") || address.equals("::")) {
            entry.put("public", true);
        } else if (!address.equals("127.0.0.1")) {
            entry.put("hostIP", address).put("public", !address.startsWith("127.") && !address.equals("::1"));
        }
    }

    private void host() {
        ArrayNode volumes = MountTranslation.of(container, mode, remarks);
        if (!volumes.isEmpty()) {
            template.set("volumes", volumes);
        }
        if (host.path("NetworkMode").asText().equals("host")) {
            template.put("hostNetwork", true);
            remarks.add("hostNetwork needs the namespace's label roadstead.dev/policy=privileged");
        }
        ObjectNode limits = JSON.objectNode();
        long nanoCpus = host.path("NanoCpus").asLong();
        if (nanoCpus > 0) {
            limits.put("cpu", Math.ceilDiv(nanoCpus, 1_000_000) + "m");
        } else if (host.path("CpuQuota").asLong() > 0) {
            long period = Math.max(1, host.path("CpuPeriod").asLong(100_000));
            limits.put("cpu", Math.ceilDiv(host.path("CpuQuota").asLong() * 1000, period) + "m");
        }
        boolean unlimited = host.path("Memory").asLong() <= 0;
        if (!unlimited || mode.adopts()) {
            limits.put(
                    "memory",
                    unlimited
                            ? String.valueOf(mode.hostMemory())
                            : host.path("Memory").asText());
        }
        long pids = host.path("PidsLimit").asLong();
        if (pids > 0 || mode.adopts()) {
            limits.put("pids", pids > 0 ? (int) Math.min(pids, Mode.MOST_PROCESSES) : Mode.MOST_PROCESSES);
        }
        if (!limits.isEmpty()) {
            ObjectNode resources = template.putObject("resources");
            if (unlimited && mode.adopts()) {
                // Else the limit would be what it reserves.
                resources.putObject("requests").put("memory", "0");
            }
            resources.set("limits", limits);
        }
        ObjectNode security = SecurityTranslation.of(host, remarks);
        if (!security.isEmpty()) {
            template.set("security", security);
        }
    }

    private void life() {
        text("stopSignal", "StopSignal");
        if (config.path("StopTimeout").asInt() > 0) {
            template.put("stopGracePeriod", config.path("StopTimeout").asInt() + "s");
        }
        JsonNode check = config.path("Healthcheck");
        if (check.path("Test").size() > 1 && !check.equals(image.path("Healthcheck"))) {
            template.set("healthCheck", HealthTranslation.of(check));
        }
    }
}
