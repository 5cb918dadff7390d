package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Domain;
import java.util.Comparator;

/**
 * A port of an Application, as Domains name it.
 *
 * @param port its name or its number
 */
public record Backend(String namespace, String application, String port) implements Comparable<Backend> {
    private static final Comparator<Backend> ORDER = Comparator.comparing(Backend::namespace)
            .thenComparing(Backend::application)
            .thenComparing(Backend::port);

    /** The one that a Domain leads to. */
    public static Backend of(Domain domain) {
        return new Backend(
                String.valueOf(domain.metadata().namespace()),
                domain.spec().application(),
                domain.spec().port().toString());
    }

    /** {@code namespace/name} of the Application. */
    public String applicationKey() {
        return namespace + "/" + application;
    }

    @Override
    public int compareTo(Backend other) {
        return ORDER.compare(this, other);
    }
}
