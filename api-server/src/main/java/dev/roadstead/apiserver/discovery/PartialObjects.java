package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadstead.apiserver.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** PartialObjectMetadata and its list: objects without all but their metadata. */
public final class PartialObjects {
    private static final JsonFactory JSON = Json.factory().build();

    private PartialObjects() {}

    /**
     * A PartialObjectMetadata.
     *
     * @param version of {@code meta.k8s.io}: v1 or v1beta1
     * @param object a complete encoded object
     */
    public static byte[] single(String version, byte[] object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json, version, EncodedObject.read(object, Set.of()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing a PartialObjectMetadata to memory", e);
        }
        return out.toByteArray();
    }

    /**
     * Writes a PartialObjectMetadataList, object by object.
     *
     * @param version of {@code meta.k8s.io}: v1 or v1beta1
     * @param objects complete encoded objects
     * @param out left open
     * @throws IOException if {@code out} takes no more
     */
    public static void list(String version, ListMetadata metadata, Iterable<byte[]> objects, OutputStream out)
            throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("kind", "PartialObjectMetadataList");
            json.writeStringField("apiVersion", "meta.k8s.io/" + version);
            json.writeFieldName("metadata");
            metadata.write(json);
            json.writeArrayFieldStart("items");
            for (byte[] object : objects) {
                write(json, version, EncodedObject.read(object, Set.of()));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    static void write(JsonGenerator json, String version, EncodedObject object) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", "PartialObjectMetadata");
        json.writeStringField("apiVersion", "meta.k8s.io/" + version);
        json.writeFieldName("metadata");
        json.writeRawValue(object.metadata());
        json.writeEndObject();
    }
}
