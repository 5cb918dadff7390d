package dev.roadstead.controller.probe;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is probed, and how often.
 *
 * @param startedAt when the container's run began: another run is another spec, and starts from the beginning
 * @param interval between attempts, once the container was healthy
 * @param timeout of one attempt
 * @param retries failures in a row that make it unhealthy
 * @param startPeriod from the start, in which failures do not count
 */
public record ProbeSpec(
        Target target,
        @Nullable Instant startedAt,
        Duration interval,
        Duration timeout,
        int retries,
        Duration startPeriod) {

    /** Where an attempt goes. */
    public sealed interface Target {
        /** An IPv4 or IPv6 address, without brackets. */
        String host();

        int port();

        /** Host and port as they stand in an address. */
        default String authority() {
            return (host().indexOf(':') >= 0 ? "[" + host() + "]" : host()) + ":" + port();
        }
    }

    /**
     * A GET; redirects are not followed.
     *
     * @param path with query
     * @param expect the status that is healthy; null: any from 200 to 399
     */
    public record Http(
            String host, int port, String path, @Nullable Integer expect) implements Target {}

    /** A connection that is accepted. */
    public record Tcp(String host, int port) implements Target {}
}
