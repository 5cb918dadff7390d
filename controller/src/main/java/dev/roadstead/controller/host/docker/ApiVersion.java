package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.HostException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Docker Engine API, such as 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** Docker 20.10: the oldest engine that we work with. */
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /** Docker 27: the newest API whose answers we know. Newer engines still speak it. */
    static final ApiVersion NEWEST = new ApiVersion(1, 47);

    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    /**
     * What to speak with an engine that offers this version at most.
     *
     * @throws HostException REFUSED, if the engine is too old or does not say a version
     */
    static ApiVersion negotiate(String offered) {
        Matcher parts = SYNTAX.matcher(offered);
        if (!parts.matches()) {
            throw new HostException(
                    HostException.Kind.REFUSED,
                    "the engine says API version \"" + offered + "\", expected one like " + NEWEST + "; is it Docker?",
                    null);
        }
        ApiVersion engine = new ApiVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        if (engine.compareTo(OLDEST) < 0) {
            throw new HostException(
                    HostException.Kind.REFUSED,
                    "the engine's API version " + engine + " is too old; " + OLDEST
                            + " or newer (Docker 20.10) is needed: upgrade Docker on this node",
                    null);
        }
        return engine.compareTo(NEWEST) < 0 ? engine : NEWEST;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
