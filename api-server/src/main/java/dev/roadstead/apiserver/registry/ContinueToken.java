package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The place between two pages of a list: {@code metadata.continue}, opaque to clients. It holds no secret and gives no
 * right: whoever makes one up gets a part of a list that he may read anyway.
 *
 * @param revision of the first page, and so of all; {@link #ANY} for the present, when the pages before are too old
 * @param namespace of the last object before the place
 * @param name of that object
 */
public record ContinueToken(long revision, String namespace, String name) {
    private static final long ANY = 0;
    private static final String VERSION = "1";
    private static final int MAX_LENGTH = 1024;

    static ContinueToken after(long revision, ObjectKey last) {
        return new ContinueToken(revision, last.namespace(), last.name());
    }

    /** As clients see it. */
    public String encode() {
        String text = String.join("/", VERSION, Long.toString(revision), namespace, name);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param within the namespace of the list; empty for all
     * @throws ApiException BadRequest if it is something else, or belongs to another list
     */
    public static ContinueToken decode(String token, String within) {
        String[] parts = text(token).split("/", -1);
        if (parts.length != 4 || !parts[0].equals(VERSION) || !parts[1].matches("\\d{1,18}") || parts[3].isEmpty()) {
            throw invalid("it was not made by this server");
        }
        if (!within.isEmpty() && !parts[2].equals(within)) {
            throw invalid("it continues a list of another namespace");
        }
        return new ContinueToken(Long.parseLong(parts[1]), parts[2], parts[3]);
    }

    private static String text(String token) {
        if (token.length() > MAX_LENGTH) {
            throw invalid("it is longer than " + MAX_LENGTH + " characters");
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("it is not base64url");
        }
    }

    private static ApiException invalid(String problem) {
        return new ApiException(new ApiFault.BadRequest("continue key is not valid: " + problem
                + "; expected the metadata.continue of the page before, unchanged"));
    }

    ObjectKey key(String resource) {
        return new ObjectKey(resource, namespace, name);
    }

    Freshness freshness() {
        return revision == ANY ? new Freshness.MostRecent() : new Freshness.Exact(revision);
    }

    /** 410 with a token that goes on at the same place with the present state. */
    ApiFault expired() {
        return new ApiFault.Expired(
                "The provided continue parameter is too old to display a consistent list result: start the list again"
                        + " without it, or go on with the continue token of this answer; then changes since the first"
                        + " page can be missing from the pages before, or appear twice.",
                new ContinueToken(ANY, namespace, name).encode());
    }
}
