package dev.roadstead.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.volumes.VolumeManifests;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The mounts of a running container as those of a template. */
final class MountTranslation {
    /** As Docker names the volumes that nobody named. */
    private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{64}");

    private MountTranslation() {}

    /** Adds a sentence to the remarks for each that a template cannot say. */
    static ArrayNode of(JsonNode container, Mode mode, List<String> remarks) {
        ArrayNode volumes = JsonNodeFactory.instance.arrayNode();
        for (JsonNode mount : container.path("Mounts")) {
            String path = mount.path("Destination").asText();
            switch (mount.path("Type").asText()) {
                case "bind" -> bind(volumes.addObject(), mount, path, remarks);
                case "tmpfs" -> volumes.addObject().put("mountPath", path).putObject("tmpfs");
                case "volume" -> volume(volumes, mount, mode, remarks);
                default ->
                    remarks.add("cannot be expressed: a mount of type %s at %s"
                            .formatted(mount.path("Type").asText(), path));
            }
        }
        for (Map.Entry<String, JsonNode> tmpfs :
                container.path("HostConfig").path("Tmpfs").properties()) {
            volumes.addObject().put("mountPath", tmpfs.getKey()).putObject("tmpfs");
            if (!tmpfs.getValue().asText().isEmpty()) {
                remarks.add("tmpfs at %s had options \"%s\"; it gets 64Mi unless size says more"
                        .formatted(tmpfs.getKey(), tmpfs.getValue().asText()));
            }
        }
        return volumes;
    }

    /**
     * Whether it becomes a Volume: one that somebody named. One that Docker named goes with its container, unless the
     * container stays.
     */
    static boolean isKept(JsonNode mount, Mode mode) {
        boolean named = !ANONYMOUS.matcher(mount.path("Name").asText()).matches();
        return mount.path("Type").asText().equals("volume") && (named || mode.adopts());
    }

    private static void volume(ArrayNode volumes, JsonNode mount, Mode mode, List<String> remarks) {
        String name = mount.path("Name").asText();
        String path = mount.path("Destination").asText();
        if (!isKept(mount, mode)) {
            remarks.add(
                    "cannot be expressed: anonymous volume %s at %s; its data stays where it is".formatted(name, path));
            return;
        }
        ObjectNode volume = volumes.addObject().put("mountPath", path).put("volume", VolumeManifests.name(name));
        if (!mount.path("RW").asBoolean(true)) {
            volume.put("readOnly", true);
        }
        remarks.add(
                "volume at %s uses Docker volume %s as it is, which needs the namespace's label roadstead.dev/policy=privileged"
                        .formatted(path, name));
    }

    private static void bind(ObjectNode volume, JsonNode mount, String path, List<String> remarks) {
        volume.put("mountPath", path);
        if (!mount.path("RW").asBoolean(true)) {
            volume.put("readOnly", true);
        }
        volume.putObject("hostPath").put("path", mount.path("Source").asText());
        remarks.add("hostPath at " + path + " needs the namespace's label roadstead.dev/policy=privileged");
    }
}
