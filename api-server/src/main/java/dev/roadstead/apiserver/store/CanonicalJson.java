package dev.roadstead.apiserver.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stored form of an object: compact JSON in UTF-8 that starts with {@code apiVersion}, {@code kind} and
 * {@code metadata}, in this order and without white space. The fixed start lets a reader add the revision and find the
 * labels without parsing the rest.
 */
public final class CanonicalJson {
    private static final JsonMapper MAPPER = Json.mapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();
    private static final byte[] API_VERSION = ascii("{\"apiVersion\":");
    private static final byte[] KIND = ascii(",\"kind\":");
    private static final byte[] METADATA = ascii(",\"metadata\":{");

    private CanonicalJson() {}

    /**
     * Encodes without {@code metadata.resourceVersion}; the other members keep their order.
     *
     * @throws IllegalArgumentException if apiVersion or kind is no string, or metadata no object
     */
    public static byte[] encode(ObjectNode object) {
        if (!object.path("apiVersion").isTextual() || !object.path("kind").isTextual()) {
            throw new IllegalArgumentException("an object needs the strings apiVersion and kind to be stored");
        }
        if (!(object.get("metadata") instanceof ObjectNode metadata)) {
            throw new IllegalArgumentException("an object needs metadata to be stored");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("apiVersion", object.get("apiVersion").textValue());
            out.writeStringField("kind", object.get("kind").textValue());
            out.writeObjectFieldStart("metadata");
            SerializerProvider provider = MAPPER.getSerializerProviderInstance();
            writeMembers(out, provider, metadata, List.of("resourceVersion"));
            out.writeEndObject();
            writeMembers(out, provider, object, List.of("apiVersion", "kind", "metadata"));
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The body with {@code metadata.resourceVersion} as the first member of its metadata.
     *
     * @param body as {@link #encode} made it
     * @throws IllegalArgumentException if the body does not start as {@link #encode} starts it
     */
    public static byte[] withRevision(byte[] body, long revision) {
        int at = metadataStart(body);
        boolean alone = at < body.length && body[at] == '}';
        byte[] member = ascii("\"resourceVersion\":\"" + revision + (alone ? "\"" : "\","));
        byte[] spliced = new byte[body.length + member.length];
        System.arraycopy(body, 0, spliced, 0, at);
        System.arraycopy(member, 0, spliced, at, member.length);
        System.arraycopy(body, at, spliced, at + member.length, body.length - at);
        return spliced;
    }

    /** The labels of a body that {@link #encode} made; empty if it has none. Reads no further than the metadata. */
    public static Map<String, String> labels(byte[] body) {
        int at = metadataStart(body) - 1;
        try (JsonParser in = FACTORY.createParser(body, at, body.length - at)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean labels = "labels".equals(in.currentName());
                if (in.nextToken() == JsonToken.START_OBJECT && labels) {
                    return readStrings(in);
                }
                in.skipChildren();
            }
            return Map.of();
        } catch (IOException e) {
            throw new IllegalArgumentException("stored object has broken metadata", e);
        }
    }

    /** An object with nothing but some members of the metadata of a body that {@link #encode} made. */
    public static ObjectNode metadata(byte[] body, Set<String> members) {
        ObjectNode object = MAPPER.createObjectNode();
        ObjectNode metadata = object.putObject("metadata");
        int at = metadataStart(body) - 1;
        try (JsonParser in = FACTORY.createParser(body, at, body.length - at)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (members.contains(name)) {
                    metadata.set(name, MAPPER.<JsonNode>readTree(in));
                } else {
                    in.skipChildren();
                }
            }
            return object;
        } catch (IOException e) {
            throw new IllegalArgumentException("stored object has broken metadata", e);
        }
    }

    /**
     * Whether a word is anywhere in a body that {@link #encode} made: false means that no member has this name.
     *
     * @param word letters of ASCII, which {@link #encode} never escapes
     */
    public static boolean mentions(byte[] body, String word) {
        byte[] wanted = ascii(word);
        for (int i = 0; i + wanted.length <= body.length; i++) {
            if (body[i] == wanted[0] && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> readStrings(JsonParser in) throws IOException {
        Map<String, String> strings = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            strings.put(name, in.getText());
        }
        return Map.copyOf(strings);
    }

    private static void writeMembers(
            JsonGenerator out, SerializerProvider provider, ObjectNode object, List<String> except) throws IOException {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!except.contains(member.getKey())) {
                out.writeFieldName(member.getKey());
                member.getValue().serialize(out, provider);
            }
        }
    }

    private static int metadataStart(byte[] body) {
        int afterApiVersion = skipString(body, skip(body, 0, API_VERSION));
        int afterKind = skipString(body, skip(body, afterApiVersion, KIND));
        return skip(body, afterKind, METADATA);
    }

    private static int skip(byte[] body, int from, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (from + i >= body.length || body[from + i] != expected[i]) {
                throw new IllegalArgumentException("stored object does not start with apiVersion, kind and metadata");
            }
        }
        return from + expected.length;
    }

    private static int skipString(byte[] body, int from) {
        for (int i = from + 1; i < body.length; i++) {
            if (body[i] == '\\') {
                i++;
            } else if (body[i] == '"') {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("stored object ends within a string");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
