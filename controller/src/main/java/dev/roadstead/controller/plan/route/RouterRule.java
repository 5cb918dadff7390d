package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Domain;
import java.util.regex.Pattern;

/**
 * The rule of a Domain's router in Traefik's v3 syntax, and its priority.
 *
 * <p>A prefix is a prefix of whole segments, which Traefik's PathPrefix alone is not: {@code /api} would be the beginning
 * of {@code /apis}. A wildcard stands for exactly one label, as in a certificate.
 *
 * @see <a href="https://doc.traefik.io/traefik/routing/routers/#rule">Traefik's rules</a>
 */
final class RouterRule {
    /** Above all prefixes: an exact hostname wins over a wildcard whatever their paths are. */
    private static final int EXACT = 10_000;

    private static final Pattern HOSTNAME = Pattern.compile(Domain.HOSTNAME.replace("$", "\\z"));
    private static final Pattern PATH = Pattern.compile(Domain.PATH.replace("$", "\\z"));

    private RouterRule() {}

    /**
     * The rule.
     *
     * @throws IllegalArgumentException if hostname or prefix is not one that the kind's schema allows
     */
    static String of(Domain.Spec spec) {
        require(HOSTNAME, "hostname", spec.hostname());
        require(PATH, "pathPrefix", spec.pathPrefix());
        String host = host(spec.hostname());
        String prefix = spec.pathPrefix();
        return prefix.equals("/") ? host : host + " && (Path(`" + prefix + "`) || PathPrefix(`" + prefix + "/`))";
    }

    /** Exact hostname before wildcard, then the longer prefix; from 1 to 10,512. */
    static int priority(Domain.Spec spec) {
        return (isWildcard(spec.hostname()) ? 0 : EXACT) + spec.pathPrefix().length();
    }

    static boolean isWildcard(String hostname) {
        return hostname.startsWith("*.");
    }

    private static String host(String hostname) {
        return isWildcard(hostname)
                ? "HostRegexp(`^[a-z0-9-]+" + hostname.substring(1).replace(".", "\\.") + "$`)"
                : "Host(`" + hostname + "`)";
    }

    private static void require(Pattern pattern, String field, String value) {
        if (!pattern.matcher(value).find()) {
            throw new IllegalArgumentException(field + " is \"" + value.replaceAll("[^ -~]", "?")
                    + "\", which may not be in a rule; expected " + pattern);
        }
    }
}
