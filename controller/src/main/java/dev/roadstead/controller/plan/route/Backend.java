package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Domain;
import dev.roadstead.model.Domain.TlsMode;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A port of an Application, as Domains name it.
 *
 * @param port its name or its number
 * @param cookie keeps a visitor at one container; null for none
 */
public record Backend(
        String namespace,
        String application,
        String port,
        @Nullable Cookie cookie) implements Comparable<Backend> {
    /** Names are unique. */
    private static final Comparator<Backend> ORDER = Comparator.comparing(RouteNames::service);

    /** The one that a Domain leads to. */
    public static Backend of(Domain domain) {
        Domain.Sticky sticky = domain.spec().sticky();
        boolean isSecure =
                domain.spec().tls().mode() != TlsMode.Off && domain.spec().redirects();
        return new Backend(
                String.valueOf(domain.metadata().namespace()),
                domain.spec().application(),
                domain.spec().port().toString(),
                sticky == null ? null : new Cookie(sticky.cookie(), isSecure));
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
