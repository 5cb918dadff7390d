package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Domain;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;

/**
 * Whose a hostname is. It belongs to the namespace of the oldest Domain that names it, or that covers it by a wildcard; of
 * two Domains of a namespace with the same path the older one is routed. Every server and every restart decides alike.
 *
 * <p>The API server refuses a Domain whose hostname is another namespace's, by the same rule (annotation {@code
 * roadstead.dev/namespace-claims} of the kind). So of two that are equally old the one that names the hostname was there
 * before the one that covers it, and Domains that are older than that rule are all that is left to be refused here.
 */
public final class Claims {
    private static final Comparator<Domain> AGE = Comparator.comparing((Domain domain) ->
                    Objects.requireNonNullElse(domain.metadata().creationTimestamp(), Instant.MAX))
            .thenComparing(domain -> RouterRule.isWildcard(domain.spec().hostname()))
            .thenComparing(Domain::key);

    private Claims() {}

    /** What came of a Domain's claim. */
    public sealed interface Verdict {
        /** It may be routed. */
        record Granted() implements Verdict {}

        /** The hostname is another namespace's; which one is not for everybody to know. */
        record Taken() implements Verdict {}

        /** An older Domain of the namespace has the same hostname and path. */
        record Duplicate(String name) implements Verdict {}
    }

    /** The hostnames whose Domains have a say about this one: itself, and the wildcard that covers it. */
    public static Set<String> rivals(String hostname) {
        return RouterRule.isWildcard(hostname)
                ? Set.of(hostname)
                : Set.of(hostname, "*" + hostname.substring(hostname.indexOf('.')));
    }

    /** Whether a change of a Domain with the one hostname may change the verdict on one with the other. */
    public static boolean concerns(String changed, String hostname) {
        return rivals(hostname).contains(changed);
    }

    /**
     * The verdict.
     *
     * @param domains at least all with one of the {@link #rivals}
     */
    public static Verdict judge(Domain domain, Collection<Domain> domains) {
        Set<String> rivals = rivals(domain.spec().hostname());
        Domain oldest = domains.stream()
                .filter(other -> rivals.contains(other.spec().hostname()))
                .min(AGE)
                .orElse(domain);
        if (!Objects.equals(oldest.metadata().namespace(), domain.metadata().namespace())) {
            return new Verdict.Taken();
        }
        return domains.stream()
                .filter(other -> Objects.equals(
                        other.metadata().namespace(), domain.metadata().namespace()))
                .filter(other -> other.spec().hostname().equals(domain.spec().hostname()))
                .filter(other -> other.spec().pathPrefix().equals(domain.spec().pathPrefix()))
                .min(AGE)
                .filter(first -> !first.key().equals(domain.key()))
                .<Verdict>map(first -> new Verdict.Duplicate(first.metadata().name()))
                .orElseGet(Verdict.Granted::new);
    }
}
