package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.BlueprintMount;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The part of {@link AdoptionCheck} that is about mounts: each must be there on both sides. Pure. */
final class MountCheck {
    private final Blueprint asked;
    private final JsonNode found;

    MountCheck(Blueprint asked, JsonNode found) {
        this.asked = asked;
        this.found = found;
    }

    Stream<String> differences() {
        TreeMap<String, String> actual = new TreeMap<>();
        found.path("Mounts")
                .forEach(mount -> actual.put(mount.path("Destination").asText(), described(mount)));
        found.path("HostConfig")
                .path("Tmpfs")
                .properties()
                .forEach(memory -> actual.put(
                        memory.getKey(),
                        "memory with options " + memory.getValue().asText()));
        List<String> differences = new ArrayList<>();
        for (BlueprintMount mount : asked.mounts()) {
            String there = actual.remove(mount.path());
            if (there == null) {
                differences.add("it has nothing mounted at " + mount.path());
            } else if (!there.equals(described(mount))) {
                differences.add(
                        "at %s is %s, the template puts %s there".formatted(mount.path(), there, described(mount)));
            }
        }
        actual.forEach((path, mount) ->
                differences.add("at %s is %s, of which the template says nothing".formatted(path, mount)));
        return differences.stream();
    }

    private String described(JsonNode mount) {
        String suffix = mount.path("RW").asBoolean(true) ? "" : ", read-only";
        return switch (mount.path("Type").asText()) {
            case "volume" -> "Docker volume " + mount.path("Name").asText() + suffix;
            case "bind" -> "host path " + mount.path("Source").asText() + suffix;
            case "tmpfs" ->
                "memory of %d bytes".formatted(bytes(mount.path("Destination").asText())) + suffix;
            default -> "a mount of type " + mount.path("Type").asText();
        };
    }

    /** An engine says the size only where it says what was asked for; 0 when nobody gave one. */
    private long bytes(String path) {
        return found.path("HostConfig")
                .path("Mounts")
                .valueStream()
                .filter(mount -> mount.path("Target").asText().equals(path))
                .mapToLong(mount -> mount.path("TmpfsOptions").path("SizeBytes").asLong())
                .findFirst()
                .orElse(0);
    }

    private static String described(BlueprintMount mount) {
        return switch (mount) {
            case BlueprintMount.Tmpfs(var _, long bytes, boolean readOnly) ->
                "memory of %d bytes".formatted(bytes) + (readOnly ? ", read-only" : "");
            case BlueprintMount.Volume(var _, String volume, boolean readOnly) ->
                "Docker volume " + volume + (readOnly ? ", read-only" : "");
            case BlueprintMount.HostPath(var _, String source, boolean readOnly) ->
                "host path " + source + (readOnly ? ", read-only" : "");
            case BlueprintMount.Files _ -> "files of a Secret or ConfigMap";
        };
    }
}
