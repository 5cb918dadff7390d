package dev.roadstead.egress;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to somebody else's server.
 *
 * @param body sent by POST; a GET when null
 * @param authorities PEM certificates that the server is trusted by; the system's when null
 */
public record Outgoing(
        URI url,
        Map<String, String> headers,
        @Nullable String body,
        @Nullable String authorities) {

    public static Outgoing get(URI url, @Nullable String authorities) {
        return new Outgoing(url, Map.of("Accept", "application/json"), null, authorities);
    }

    /** A JSON document. */
    public static Outgoing json(URI url, String json, @Nullable String authorities) {
        return new Outgoing(
                url, Map.of("Accept", "application/json", "Content-Type", "application/json"), json, authorities);
    }

    /** A form, already encoded. */
    public static Outgoing form(URI url, String form, @Nullable String authorities) {
        return new Outgoing(
                url,
                Map.of("Accept", "application/json", "Content-Type", "application/x-www-form-urlencoded"),
                form,
                authorities);
    }

    /** With one more header. */
    public Outgoing with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Outgoing(url, Map.copyOf(more), body, authorities);
    }

    /** Never shows what is sent. */
    @Override
    public String toString() {
        return "Outgoing[" + (body == null ? "GET " : "POST ") + url.getHost() + "]";
    }
}
