package dev.roadstead.backup.blob.s3;

import java.time.Duration;

/**
 * How much and how long.
 *
 * @param partBytes larger objects are sent in parts of so many bytes; S3 takes none below 5 MiB
 * @param atOnce calls under way at the same time, and as many parts; others wait for their turn
 * @param stall time without a byte after which a connection is given up
 * @param attempt time for one attempt of a call
 * @param call time for a call with all its attempts
 * @param attempts of a call
 */
public record S3Limits(int partBytes, int atOnce, Duration stall, Duration attempt, Duration call, int attempts) {
    /** A part may take three minutes: 45 kB/s is enough. */
    public static final S3Limits DEFAULT =
            new S3Limits(8 << 20, 8, Duration.ofSeconds(30), Duration.ofMinutes(3), Duration.ofMinutes(15), 6);
}
