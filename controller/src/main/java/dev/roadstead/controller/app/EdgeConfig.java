package dev.roadstead.controller.app;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How edges are served.
 *
 * @param listen an address of loopback; null for not at all
 * @param resolvers DNS servers as HOST or HOST:PORT; those of the machine when empty
 */
public record EdgeConfig(@Nullable InetSocketAddress listen, List<String> resolvers) {
    /** Edges are not served. */
    public static final EdgeConfig NONE = new EdgeConfig(null, List.of());
}
