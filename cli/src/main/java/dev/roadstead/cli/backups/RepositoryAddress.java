package dev.roadstead.cli.backups;

import dev.roadstead.backup.blob.s3.S3Place;
import dev.roadstead.cli.console.CliException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a repository is, as a user writes it. */
public sealed interface RepositoryAddress {
    /** A directory of this machine. */
    record Directory(Path path) implements RepositoryAddress {}

    /** A bucket: {@code s3://bucket/prefix?endpoint=https://host&region=eu-1&pathStyle=false}. */
    record Bucket(S3Place place) implements RepositoryAddress {}

    /** A BackupRepository of the running server. */
    record Named(String name) implements RepositoryAddress {}

    /**
     * Reads an address: {@code s3://…}, a path with a slash in it, or else a name.
     *
     * @throws CliException if it is none
     */
    static RepositoryAddress parse(String text) {
        if (text.startsWith("s3:")) {
            return new Bucket(bucket(text));
        }
        if (text.contains("/") || text.startsWith(".")) {
            return new Directory(Path.of(text).toAbsolutePath().normalize());
        }
        return new Named(text);
    }

    private static S3Place bucket(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong(text, "it is no URI", e);
        }
        String bucket = uri.getAuthority();
        if (bucket == null) {
            throw wrong(text, "there is no bucket after s3://", null);
        }
        Map<String, String> query = query(text, uri.getRawQuery());
        String path = uri.getPath().replaceAll("^/|/$", "");
        String endpoint = query.get("endpoint");
        if (endpoint != null && !endpoint.matches("https?://[^/]+/?")) {
            throw wrong(text, "the endpoint is no address such as https://s3.example.com", null);
        }
        return new S3Place(
                endpoint == null ? null : URI.create(endpoint),
                bucket,
                path.isEmpty() ? null : path,
                query.getOrDefault("region", "us-east-1"),
                !"false".equals(query.get("pathStyle")));
    }

    private static Map<String, String> query(String text, @Nullable String raw) {
        Map<String, String> found = new HashMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !Set.of("endpoint", "region", "pathStyle").contains(key)) {
                throw wrong(text, "\"" + part + "\" is none of endpoint=, region=, pathStyle=", null);
            }
            found.put(key, URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return found;
    }

    private static CliException wrong(String text, String why, @Nullable Throwable cause) {
        return new CliException(
                "\"" + text + "\" is no address of a repository: " + why
                        + "; write s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION, or a directory with a slash",
                cause);
    }
}
