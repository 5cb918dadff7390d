package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.route.Claims;
import dev.roadstead.model.Application;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which Domains a change concerns. Containers are not among what wakes them: the route table follows those by itself. */
public final class DomainTriggers {
    private final Lister<Domain> domains;

    /** Needs the indexes {@code application}, {@code hostname}, {@code namespace} and {@code secret}. */
    public DomainTriggers(Lister<Domain> domains) {
        this.domains = domains;
    }

    /** It, and those that claim the hostname that it names or named, or one that its wildcard covers or covered. */
    public Set<String> domain(@Nullable Domain before, @Nullable Domain after) {
        if (!Changes.beyondStatus(before, after)) {
            return Set.of();
        }
        Set<String> keys = new HashSet<>();
        keys.add(Changes.either(before, after).key());
        Stream.of(before, after)
                .filter(Objects::nonNull)
                .map(domain -> domain.spec().hostname())
                .distinct()
                .forEach(hostname -> keys.addAll(rivals(hostname)));
        return keys;
    }

    private Set<String> rivals(String hostname) {
        List<Domain> some = hostname.startsWith("*.") ? domains.all() : domains.byIndex("hostname", hostname);
        return some.stream()
                .filter(domain -> Claims.concerns(hostname, domain.spec().hostname()))
                .map(Domain::key)
                .collect(Collectors.toSet());
    }

    /** Those that lead to it, when it comes, goes or may have other ports. */
    public Set<String> application(@Nullable Application before, @Nullable Application after) {
        return Changes.beyondStatus(before, after)
                ? keys("application", Changes.either(before, after).key())
                : Set.of();
    }

    /** Those in it, when it may be another Organization's now. */
    public Set<String> namespace(@Nullable Namespace before, @Nullable Namespace after) {
        return before != null && after != null && organization(before).equals(organization(after))
                ? Set.of()
                : keys("namespace", Changes.either(before, after).metadata().name());
    }

    private static Optional<String> organization(Namespace namespace) {
        return Optional.ofNullable(namespace.metadata().labels().get(Labels.ORGANIZATION));
    }

    /** Those that take a certificate or users from it. */
    public Set<String> secret(@Nullable Resource before, @Nullable Resource after) {
        return keys("secret", Changes.either(before, after).key());
    }

    private Set<String> keys(String index, String value) {
        return domains.byIndex(index, value).stream().map(Domain::key).collect(Collectors.toSet());
    }
}
