package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Stored objects in the version of a definition. An object keeps the apiVersion that it was last written in; versions
 * differ in nothing else (conversion strategy None). Immutable.
 */
public final class VersionView {
    private static final byte[] START = ascii("{\"apiVersion\":\"");

    private final byte[] start;

    public VersionView(ResourceDefinition definition) {
        this.start = ascii("{\"apiVersion\":\"" + definition.apiVersion() + "\"");
    }

    /** The same bytes when they are in this version already, as they nearly always are. */
    public byte[] of(byte[] json) {
        if (Arrays.mismatch(start, json) == start.length) {
            return json;
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
