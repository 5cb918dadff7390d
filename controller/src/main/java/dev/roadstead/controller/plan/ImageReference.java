package dev.roadstead.controller.plan;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An image reference, taken apart as Docker does it (distribution/reference).
 *
 * @param name as it was written, without tag and digest
 * @param registry {@code docker.io} when the name says none
 * @param repository path in the registry; Docker's own images are below {@code library/}
 * @param tag null when there is none, which stands for {@code latest} unless there is a digest
 * @param digest {@code sha256:…}
 */
public record ImageReference(
        String name,
        String registry,
        String repository,
        @Nullable String tag,
        @Nullable String digest) {
    private static final String DOCKER_HUB = "docker.io";

    /** Takes apart what the schema's pattern let through, or an engine answered. */
    public static ImageReference parse(String reference) {
        int at = reference.indexOf('@');
        String digest = at < 0 ? null : reference.substring(at + 1);
        String tagged = at < 0 ? reference : reference.substring(0, at);
        int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        String tag = colon < 0 ? null : tagged.substring(colon + 1);
        String name = colon < 0 ? tagged : tagged.substring(0, colon);
        int slash = name.indexOf('/');
        if (slash < 0 || !isHost(name.substring(0, slash))) {
            String path = slash < 0 ? "library/" + name : name;
            return new ImageReference(name, DOCKER_HUB, path, tag, digest);
        }
        String host = registry(name.substring(0, slash));
        String path = name.substring(slash + 1);
        boolean official = host.equals(DOCKER_HUB) && path.indexOf('/') < 0;
        return new ImageReference(name, host, official ? "library/" + path : path, tag, digest);
    }

    /** A registry's one name; Docker Hub answers to several. */
    public static String registry(String host) {
        return switch (host) {
            case "index.docker.io", "registry-1.docker.io" -> DOCKER_HUB;
            default -> host;
        };
    }

    /** What cannot come to mean another image. */
    public String pinned(String toDigest) {
        return name + "@" + toDigest;
    }

    boolean sameRepository(ImageReference other) {
        return registry.equals(other.registry) && repository.equals(other.repository);
    }

    private static boolean isHost(String first) {
        return first.equals("localhost")
                || first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }
}
