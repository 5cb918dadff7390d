package dev.roadstead.backup.blob.s3;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket, and where in it.
 *
 * @param endpoint of the service; null for that of AWS
 * @param prefix put before every name, without a slash at its end; null for none
 * @param pathStyle whether the bucket is part of the path and not of the host's name
 */
public record S3Place(
        @Nullable URI endpoint, String bucket, @Nullable String prefix, String region, boolean pathStyle) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** For messages. */
    public String describe() {
        String path = prefix == null ? bucket : bucket + "/" + prefix;
        return "bucket " + path + " at " + (endpoint == null ? "AWS, region " + region : endpoint);
    }

    /** Whether others on the network can see what is sent, keys of the storage not among it. */
    public boolean unprotected() {
        return endpoint != null && "http".equals(endpoint.getScheme()) && !LOOPBACK.contains(endpoint.getHost());
    }

    String key(String name) {
        return prefix == null ? name : prefix + "/" + name;
    }

    String name(String key) {
        return prefix == null ? key : key.substring(prefix.length() + 1);
    }
}
