package dev.roadstead.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;

/**
 * Fingerprint of a specification: equal values have equal ones, whatever the order of their fields. Values that equal
 * their defaults do not count, so a field that a new version adds replaces no container and makes no release.
 */
public final class SpecHash {
    private static final JsonMapper CANONICAL = Json.mapper()
            .rebuild()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final int REMEMBERED = 1_000;

    /** Of canonical JSON: a large value is hashed again rather than kept, or many of them would fill the memory. */
    private static final int REMEMBERED_BYTES = 16 << 10;

    /** Those asked for last: a look at a container asks for its template's, and many containers are of one template. */
    private static final Map<Record, String> KNOWN = Collections.synchronizedMap(new LruMap<>(REMEMBERED));

    private SpecHash() {}

    /** SHA-256 of a public, immutable record's canonical JSON, in hexadecimal. */
    public static String of(Record value) {
        String known = KNOWN.get(value);
        if (known != null) {
            return known;
        }
        byte[] json = canonical(value);
        String hash = hash(json);
        if (json.length <= REMEMBERED_BYTES) {
            KNOWN.put(value, hash);
        }
        return hash;
    }

    /** What counts of a value, in an order of its own. */
    static byte[] canonical(Record value) {
        try {
            JsonNode tree = CANONICAL.valueToTree(value);
            Canonical.strip(value, tree);
            return CANONICAL.writeValueAsString(sorted(tree)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot hash a " + value.getClass().getSimpleName(), e);
        }
    }

    private static String hash(byte[] json) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Trees keep the order of their fields when they are written; a plain map does not have to. */
    private static Object sorted(JsonNode tree) throws JsonProcessingException {
        return CANONICAL.treeToValue(tree, Object.class);
    }
}
