package dev.roadstead.apiserver.discovery;

import dev.roadstead.apiserver.digest.Sha256;
import java.util.HexFormat;

/**
 * One encoded answer. The body is shared between requests and must not be modified.
 *
 * @param contentType value of the Content-Type header
 * @param body the encoded document
 * @param etag value of the ETag header, quoted
 * @param immutable whether the address names this very content (by hash), so that it may be cached for ever
 */
@SuppressWarnings(
        "ArrayRecordComponent") // compared by nobody; a copy for each request would cost more than it protects
public record Document(String contentType, byte[] body, String etag, boolean immutable) {
    static Document of(String contentType, byte[] body) {
        // Half of the digest is enough to tell documents apart, and short enough for an address.
        String hash = HexFormat.of().withUpperCase().formatHex(Sha256.of(body), 0, Sha256.BYTES / 2);
        return new Document(contentType, body, '"' + hash + '"', false);
    }

    /** The digest that the ETag quotes. */
    String hash() {
        return etag.substring(1, etag.length() - 1);
    }

    Document asImmutable() {
        return new Document(contentType, body, etag, true);
    }
}
