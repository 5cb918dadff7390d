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
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Encodes the events of one watch: each one JSON object on one line. Used by one thread. */
final class WatchFrames {
    private final ResourceDefinition definition;
    private final Rendering rendering;
    private final IncludeObject include;
    private final Tables tables;
    private final VersionView view;
    private final InstantSource clock;
    private boolean columnsSent;

    WatchFrames(ResourceDefinition definition, Rendering rendering, IncludeObject include, InstantSource clock) {
        this.definition = definition;
        this.rendering = rendering;
        this.include = include;
        this.tables = Tables.of(definition);
        this.view = new VersionView(definition);
        this.clock = clock;
    }

    void append(Buffer to, WatchEvent event) {
        append(to, event.type().name(), rendered(view.of(event.object().json())));
    }

    /** Tells that everything up to the revision was sent; Tables have no form for that. */
    void appendBookmark(Buffer to, long revision, boolean initialEventsEnd) {
        if (rendering instanceof Rendering.Table) {
            return;
        }
        ObjectNode bookmark = JsonNodeFactory.instance.objectNode();
        bookmark.put("kind", definition.kind()).put("apiVersion", definition.apiVersion());
        ObjectNode metadata = bookmark.putObject("metadata").put("resourceVersion", Long.toString(revision));
        if (initialEventsEnd) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        append(to, "BOOKMARK", rendered(Answers.encode(bookmark)));
    }

    private byte[] rendered(byte[] json) {
        return switch (rendering) {
            case Rendering.Plain() -> json;
            case Rendering.PartialMetadata(String version, boolean ignored) -> PartialObjects.single(version, json);
            case Rendering.Table(String version) -> {
                boolean withColumns = !columnsSent;
                columnsSent = true;
                yield tables.single(version, include, json, withColumns, clock.instant());
            }
        };
    }

    private static void append(Buffer to, String type, byte[] object) {
        to.appendBytes(("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII));
        to.appendBytes(object);
        to.appendBytes(new byte[] {'}', '\n'});
    }
}
