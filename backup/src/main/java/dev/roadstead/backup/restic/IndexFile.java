package dev.roadstead.backup.restic;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which blobs are in which packs, as JSON. */
public final class IndexFile {
    /** After as many blobs a writer begins another file, so that none is larger than some MiB. */
    public static final int BLOBS = 50_000;

    private IndexFile() {}

    /** A pack's blobs, by their offsets. */
    public record PackEntries(Id pack, List<Entry> entries) {}

    public static byte[] encode(List<PackEntries> packs) {
        var out = new ByteArrayOutputStream();
        try (var json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("packs");
            for (PackEntries pack : packs) {
                json.writeStartObject();
                json.writeStringField("id", pack.pack().toString());
                json.writeArrayFieldStart("blobs");
                for (Entry entry : pack.entries()) {
                    json.writeStartObject();
                    json.writeStringField("id", entry.id().toString());
                    json.writeStringField("type", entry.type().json());
                    json.writeNumberField("offset", entry.offset());
                    json.writeNumberField("length", entry.length());
                    if (entry.clearLength() > 0) {
                        json.writeNumberField("uncompressed_length", entry.clearLength());
                    }
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Hands over the packs of a file.
     *
     * @throws dev.roadstead.backup.RepositoryException DAMAGED
     */
    public static void decode(String name, byte[] file, Consumer<PackEntries> packs) {
        try (var json = Json.FACTORY.createParser(file)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("packs")) {
                    json.nextToken();
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        packs.accept(pack(Json.MAPPER.readTree(json)));
                    }
                } else if (json.currentToken() == JsonToken.FIELD_NAME) {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw Damage.in(name, "is no index", e);
        }
    }

    private static PackEntries pack(JsonNode pack) {
        var entries = new ArrayList<Entry>();
        for (JsonNode blob : pack.path("blobs")) {
            String type = blob.path("type").asText();
            if (!type.equals("data") && !type.equals("tree")) {
                throw new IllegalArgumentException("\"" + type + "\" is no type of blobs");
            }
            entries.add(new Entry(
                    Id.parse(blob.path("id").asText()),
                    type.equals("tree") ? BlobType.TREE : BlobType.DATA,
                    blob.path("offset").asInt(),
                    blob.path("length").asInt(),
                    blob.path("uncompressed_length").asInt()));
        }
        return new PackEntries(Id.parse(pack.path("id").asText()), entries);
    }
}
