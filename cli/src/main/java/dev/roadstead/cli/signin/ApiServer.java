package dev.roadstead.cli.signin;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server to sign in to.
 *
 * @param url https, without a slash at the end
 * @param authority PEM of what its certificate is checked against; the JDK's own when null
 */
public record ApiServer(URI url, @Nullable String authority) {
    /** As files and contexts are named after it, such as {@code roadstead.example.com_7443}. */
    public String name() {
        return url.getHost().replace("[", "").replace("]", "").replace(':', '-')
                + (url.getPort() < 0 ? "" : "_" + url.getPort());
    }
}
