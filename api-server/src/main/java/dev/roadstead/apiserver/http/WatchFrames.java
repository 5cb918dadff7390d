package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.discovery.IncludeObject;
import dev.roadstead.apiserver.discovery.PartialObjects;
import dev.roadstead.apiserver.discovery.Rendering;
import dev.roadstead.apiserver.discovery.Tables;
import dev.roadstead.apiserver.registry.VersionView;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/** Encodes the events of one watch: each one JSON object on one line. Used by one thread. */
final class WatchFrames {
    private final ResourceDefinition definition;
    private final Rendering rendering;
    private final IncludeObject include;
    private final Tables tables;
    private final VersionView view;
    private final SharedFrames shared;
    private final InstantSource clock;
    private boolean columnsSent;

    /** What makes two encodings of an event the same: ages in Tables are counted in seconds. */
    private record Form(
            String apiVersion, Rendering rendering, IncludeObject include, boolean withColumns, long second) {}

    WatchFrames(
            ResourceDefinition definition,
            Rendering rendering,
            IncludeObject include,
            Tables tables,
            SharedFrames shared,
            InstantSource clock) {
        this.definition = definition;
        this.rendering = rendering;
        this.include = include;
        this.tables = tables;
        this.view = new VersionView(definition);
        this.shared = shared;
        this.clock = clock;
    }

    /** The event's line; not to be modified. */
    byte[] line(WatchEvent event) {
        boolean withColumns = !columnsSent;
        columnsSent = true;
        boolean table = rendering instanceof Rendering.Table;
        Instant now = table ? clock.instant() : Instant.EPOCH;
        Form form = new Form(definition.apiVersion(), rendering, include, table && withColumns, now.getEpochSecond());
        return shared.get(
                event,
                form,
                () -> line(event.type().name(), rendered(view.of(event.object().json()), withColumns, now)));
    }

    /** Tells that everything up to the revision was sent; empty for Tables, which have no form for that. */
    byte[] bookmark(long revision, boolean initialEventsEnd) {
        if (rendering instanceof Rendering.Table) {
            return new byte[0];
        }
        ObjectNode bookmark = JsonNodeFactory.instance.objectNode();
        bookmark.put("kind", definition.kind()).put("apiVersion", definition.apiVersion());
        ObjectNode metadata = bookmark.putObject("metadata").put("resourceVersion", Long.toString(revision));
        if (initialEventsEnd) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return line("BOOKMARK", rendered(Answers.encode(bookmark), false, Instant.EPOCH));
    }

    /** Tells why the watch ends; the object is a Status. */
    static byte[] error(ObjectNode status) {
        return line("ERROR", Answers.encode(status));
    }

    private byte[] rendered(byte[] json, boolean withColumns, Instant now) {
        return switch (rendering) {
            case Rendering.Plain() -> json;
            case Rendering.PartialMetadata(String version, boolean ignored) -> PartialObjects.single(version, json);
            case Rendering.Table(String version) -> tables.single(version, include, json, withColumns, now);
        };
    }

    private static byte[] line(String type, byte[] object) {
        byte[] start = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[start.length + object.length + 2];
        System.arraycopy(start, 0, line, 0, start.length);
        System.arraycopy(object, 0, line, start.length, object.length);
        line[line.length - 2] = '}';
        line[line.length - 1] = '\n';
        return line;
    }
}
