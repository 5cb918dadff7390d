package dev.roadstead.controller.app;

import dev.roadstead.controller.edge.EdgeAuthority;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How edges are served.
 *
 * @param listen an address of loopback, for plain HTTP; null for not at all
 * @param secure for edges of other machines; null for not at all
 * @param resolvers DNS servers as HOST or HOST:PORT; those of the machine when empty
 */
public record EdgeConfig(
        @Nullable InetSocketAddress listen, @Nullable Secure secure, List<String> resolvers) {
    /** Edges are not served. */
    public static final EdgeConfig NONE = new EdgeConfig(null, null, List.of());

    /**
     * How edges of other machines are served.
     *
     * @param names by which they reach it, beside the one in the Edge's endpoint; at least one
     */
    public record Secure(InetSocketAddress listen, Set<String> names, EdgeAuthority authority) {}
}
