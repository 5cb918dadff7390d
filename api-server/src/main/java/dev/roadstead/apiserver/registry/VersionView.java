package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.StoredAs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Stored objects in the version of a definition, and back. An object keeps the apiVersion that it was last written in;
 * versions differ in nothing else (conversion strategy None), but for kinds that are stored as another one. Immutable.
 */
public final class VersionView {
    private static final byte[] START = ascii("{\"apiVersion\":\"");

    private final byte[] start;
    private final ResourceDefinition definition;

    public VersionView(ResourceDefinition definition) {
        this.start = ascii("{\"apiVersion\":\"" + definition.apiVersion() + "\"");
        this.definition = definition;
    }

    /** The same bytes when they are in this version already, as they nearly always are. */
    public byte[] of(byte[] json) {
        if (Arrays.mismatch(start, json) == start.length) {
            return json;
        }
        StoredAs storedAs = definition.storedAs();
        if (storedAs != null) {
            return ObjectJson.plain(storedAs.fromStored(ObjectJson.decode(json), definition.apiVersion()));
        }
        int rest = START.length;
        while (json[rest] != '"') {
            rest++;
        }
        rest++;
        byte[] viewed = Arrays.copyOf(start, start.length + json.length - rest);
        System.arraycopy(json, rest, viewed, start.length, json.length - rest);
        return viewed;
    }

    /** The form in which an object of this version is stored. */
    byte[] encode(ObjectNode object) {
        StoredAs storedAs = definition.storedAs();
        return ObjectJson.encode(storedAs == null ? object : storedAs.toStored(object));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
