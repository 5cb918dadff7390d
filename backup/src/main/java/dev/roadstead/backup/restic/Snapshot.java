package dev.roadstead.backup.restic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.backup.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * An archive.
 *
 * @param origin what it is of; its path leads from the tree to the directory that was backed up
 * @param tree the blob of its root
 * @param completedAt when it was complete; that of its begin when it does not say
 * @param ours whether Roadstead made it: what restic made is not swept
 */
public record Snapshot(Origin origin, Id tree, Instant completedAt, boolean ours) {
    private static final String TAG = "roadstead";

    public byte[] toJson() {
        var object = Json.MAPPER
                .createObjectNode()
                .put("time", origin.startedAt().toString())
                .put("tree", tree.toString());
        object.putArray("paths").add(origin.path());
        object.put("hostname", origin.host()).put("username", TAG);
        if (ours) {
            object.putArray("tags").add(TAG);
        }
        object.putObject("summary")
                .put("backup_start", origin.startedAt().toString())
                .put("backup_end", completedAt.toString());
        return Json.bytes(object);
    }

    public static Snapshot parse(String name, byte[] json) {
        JsonNode object = Json.object(name, json);
        boolean ours = false;
        for (JsonNode tag : object.path("tags")) {
            ours |= tag.asText().equals(TAG);
        }
        // Several paths: all of them are below the tree's root.
        JsonNode paths = object.path("paths");
        String path = paths.size() == 1 ? paths.get(0).asText() : "/";
        try {
            String begin = Json.text(name, object, "time");
            String end = object.path("summary").path("backup_end").asText(begin);
            return new Snapshot(
                    new Origin(object.path("hostname").asText(), path, time(begin)),
                    Id.parse(Json.text(name, object, "tree")),
                    time(end),
                    ours);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Damage.in(name, "is no snapshot", e);
        }
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
