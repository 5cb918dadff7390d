package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.discovery.CompiledTables;
import dev.roadstead.apiserver.discovery.IncludeObject;
import dev.roadstead.apiserver.discovery.ListMetadata;
import dev.roadstead.apiserver.discovery.PartialObjects;
import dev.roadstead.apiserver.discovery.Rendering;
import dev.roadstead.apiserver.json.Json;
import dev.roadstead.apiserver.registry.ContinueToken;
import dev.roadstead.apiserver.registry.Page;
import dev.roadstead.apiserver.registry.VersionView;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Writes objects and lists in the rendering that the client asked for. Stored bytes are sent as they are. */
final class Answers {
    private static final JsonMapper MAPPER = Json.mapper();

    private final CompiledTables tables;
    private final InstantSource clock;

    Answers(CompiledTables tables, InstantSource clock) {
        this.tables = tables;
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
                tables.of(definition).single(version, include(exchange), json, true, clock.instant());
        };
        exchange.send(status, Exchange.JSON, body);
    }

    /** Sends a list or a page of one. */
    void sendList(Exchange exchange, ResourceDefinition definition, Page page) throws InterruptedException {
        ContinueToken next = page.next();
        ListMetadata metadata =
                new ListMetadata(page.revision(), next == null ? null : next.encode(), page.remaining());
        VersionView view = new VersionView(definition);
        sendList(
                exchange,
                definition,
                metadata,
                () -> page.items().stream().map(item -> view.of(item.json())).iterator());
    }

    /** Sends complete objects as a list, in parts: it never stands in memory a second time. */
    void sendList(Exchange exchange, ResourceDefinition definition, ListMetadata metadata, Iterable<byte[]> items)
            throws InterruptedException {
        Rendering rendering = Rendering.negotiate(exchange.header("Accept"));
        try (BodyStream body = new BodyStream(exchange, 200, Exchange.JSON)) {
            switch (rendering) {
                case Rendering.Plain() -> writeList(definition, metadata, items, body);
                case Rendering.PartialMetadata(String version, boolean ignored) ->
                    PartialObjects.list(version, metadata, items, body);
                case Rendering.Table(String version) ->
                    tables.of(definition).list(version, include(exchange), metadata, items, clock.instant(), body);
            }
            body.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing between here and the client can fail so", e);
        }
    }

    /** Kinds and versions are names without characters that JSON would escape. */
    private static void writeList(
            ResourceDefinition definition, ListMetadata metadata, Iterable<byte[]> items, OutputStream out)
            throws IOException {
        out.write(ascii("{\"kind\":\"" + definition.listKind() + "\",\"apiVersion\":\"" + definition.apiVersion()
                + "\",\"metadata\":"));
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            metadata.write(json);
        }
        out.write(ascii(",\"items\":["));
        boolean first = true;
        for (byte[] item : items) {
            if (!first) {
                out.write(',');
            }
            out.write(item);
            first = false;
        }
        out.write(ascii("]}"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static IncludeObject include(Exchange exchange) {
        return IncludeObject.parse(exchange.query().text("includeObject"));
    }
}
