package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.discovery.IncludeObject;
import dev.roadstead.apiserver.discovery.ListMetadata;
import dev.roadstead.apiserver.discovery.PartialObjects;
import dev.roadstead.apiserver.discovery.Rendering;
import dev.roadstead.apiserver.discovery.Tables;
import dev.roadstead.apiserver.registry.VersionView;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.Listing;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/** Writes objects and lists in the rendering that the client asked for. Stored bytes are sent as they are. */
final class Answers {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int PART = 256 * 1024;

    private final InstantSource clock;

    Answers(InstantSource clock) {
        this.clock = clock;
    }

    static byte[] encode(ObjectNode object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    static void sendJson(Exchange exchange, int status, ObjectNode object) throws InterruptedException {
        exchange.send(status, Exchange.JSON, encode(object));
    }

    /** Sends one complete object. */
    void sendObject(Exchange exchange, int status, ResourceDefinition definition, byte[] json)
            throws InterruptedException {
        byte[] body = switch (Rendering.negotiate(exchange.header("Accept"))) {
            case Rendering.Plain() -> json;
            case Rendering.PartialMetadata(String version, boolean ignored) -> PartialObjects.single(version, json);
            case Rendering.Table(String version) ->
                Tables.of(definition).single(version, include(exchange), json, true, clock.instant());
        };
        exchange.send(status, Exchange.JSON, body);
    }

    /** Sends a whole list; large ones in parts, so that they never stand in memory a second time. */
    void sendList(Exchange exchange, ResourceDefinition definition, Listing listing) throws InterruptedException {
        ListMetadata metadata = new ListMetadata(listing.revision(), null, null);
        switch (Rendering.negotiate(exchange.header("Accept"))) {
            case Rendering.Plain() -> streamList(exchange, definition, listing);
            case Rendering.PartialMetadata(String version, boolean ignored) ->
                exchange.send(200, Exchange.JSON, PartialObjects.list(version, metadata, bytes(definition, listing)));
            case Rendering.Table(String version) ->
                exchange.send(
                        200,
                        Exchange.JSON,
                        Tables.of(definition)
                                .list(
                                        version,
                                        include(exchange),
                                        metadata,
                                        bytes(definition, listing),
                                        clock.instant()));
        }
    }

    static IncludeObject include(Exchange exchange) {
        return IncludeObject.parse(exchange.query().text("includeObject"));
    }

    private static List<byte[]> bytes(ResourceDefinition definition, Listing listing) {
        VersionView view = new VersionView(definition);
        return listing.items().stream().map(item -> view.of(item.json())).toList();
    }

    private static void streamList(Exchange exchange, ResourceDefinition definition, Listing listing)
            throws InterruptedException {
        // Kinds and versions are names without characters that JSON would escape.
        String head = "{\"kind\":\"" + definition.listKind() + "\",\"apiVersion\":\"" + definition.apiVersion()
                + "\",\"metadata\":{\"resourceVersion\":\"" + listing.revision() + "\"},\"items\":[";
        Buffer part = Buffer.buffer(head);
        VersionView view = new VersionView(definition);
        boolean begun = false;
        boolean first = true;
        for (CachedObject item : listing.items()) {
            if (part.length() > PART) {
                if (!begun) {
                    exchange.begin(Exchange.JSON);
                    begun = true;
                }
                exchange.write(part);
                part = Buffer.buffer();
            }
            if (!first) {
                part.appendByte((byte) ',');
            }
            part.appendBytes(view.of(item.json()));
            first = false;
        }
        part.appendBytes("]}".getBytes(StandardCharsets.US_ASCII));
        if (!begun) {
            exchange.send(200, Exchange.JSON, part.getBytes());
            return;
        }
        exchange.write(part);
        exchange.end();
    }
}
