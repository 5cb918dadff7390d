package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.SigningKey;
import dev.roadstead.apiserver.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys that sign access tokens, oldest first. Immutable and thread-safe. */
final class SessionKeyRing {
    /** Key of the Secret's data. */
    static final String DATA = "keys";

    private static final Duration LIFE = Duration.ofDays(30);
    /** Tokens of a key live on for minutes after the next key came; clocks may differ. */
    private static final Duration GRACE = Duration.ofHours(1);
    /** Other servers must know a key before tokens are signed with it. */
    private static final Duration SPREAD = Duration.ofMinutes(1);

    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 8;

    private final List<Entry> entries;
    private final Map<String, SigningKey> byHeader;

    private record Entry(String name, Instant created, String secret, SigningKey key) {
        static Entry of(String name, Instant created, String secret) {
            return new Entry(
                    name,
                    created,
                    secret,
                    SigningKey.named(name, Base64.getDecoder().decode(secret)));
        }

        @Override
        public String toString() {
            return "Entry[" + name + "]";
        }
    }

    private SessionKeyRing(List<Entry> entries) {
        this.entries =
                entries.stream().sorted(Comparator.comparing(Entry::created)).toList();
        this.byHeader =
                this.entries.stream().collect(Collectors.toMap(it -> it.key().header(), Entry::key));
    }

    static SessionKeyRing empty() {
        return new SessionKeyRing(List.of());
    }

    /** Of the Secret that it is kept in. */
    static SessionKeyRing of(ObjectNode secret) {
        try {
            byte[] json =
                    Base64.getDecoder().decode(secret.path("data").path(DATA).asText());
            return new SessionKeyRing(Json.mapper()
                    .readTree(json)
                    .valueStream()
                    .map(key -> Entry.of(
                            key.path("kid").asText(),
                            Instant.parse(key.path("created").asText()),
                            key.path("key").asText()))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the keys of the sessions cannot be read", e);
        }
    }

    /** As the value of the Secret's data. */
    String encode() {
        ArrayNode keys = JsonNodeFactory.instance.arrayNode();
        for (Entry entry : entries) {
            keys.addObject()
                    .put("kid", entry.name())
                    .put("created", entry.created().toString())
                    .put("key", entry.secret());
        }
        JsonNode all = keys;
        return Base64.getEncoder().encodeToString(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The one that has this header; null for any header that was not made here. */
    @Nullable
    SigningKey verifying(String header) {
        return byHeader.get(header);
    }

    /** The newest that other servers know by now. */
    SigningKey signing(Instant now) {
        for (Entry entry : entries.reversed()) {
            if (!entry.created().plus(SPREAD).isAfter(now)) {
                return entry.key();
            }
        }
        return entries.getFirst().key();
    }

    boolean isDue(Instant now) {
        return entries.isEmpty() || !entries.getLast().created().plus(LIFE).isAfter(now);
    }

    /** With a new key, and without those that no token lives of any more. */
    SessionKeyRing rotated(Instant now, SecureRandom random) {
        List<Entry> kept = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            boolean newest = i == entries.size() - 1;
            if (newest || entries.get(i + 1).created().plus(GRACE).isAfter(now)) {
                kept.add(entries.get(i));
            }
        }
        kept.add(Entry.of(
                HexFormat.of().formatHex(bytes(NAME_BYTES, random)),
                now,
                Base64.getEncoder().encodeToString(bytes(KEY_BYTES, random))));
        return new SessionKeyRing(kept);
    }

    int size() {
        return entries.size();
    }

    private static byte[] bytes(int count, SecureRandom random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Never shows a key. */
    @Override
    public String toString() {
        return "SessionKeyRing" + entries;
    }
}
