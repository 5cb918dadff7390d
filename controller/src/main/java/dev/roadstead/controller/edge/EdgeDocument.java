package dev.roadstead.controller.edge;

import dev.roadstead.controller.plan.route.Backend;
import dev.roadstead.controller.plan.route.DynamicDocument;
import dev.roadstead.controller.plan.route.EdgeView;
import dev.roadstead.controller.plan.route.Service;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One edge's configuration in parts, and what of it is to be written anew. {@link #mark} and {@link #markApplication} may be
 * called by any thread at any time; {@link #read} by one at a time.
 */
final class EdgeDocument {
    private final Set<String> markedDomains = ConcurrentHashMap.newKeySet();
    private final Set<String> markedApplications = ConcurrentHashMap.newKeySet();

    // What follows is guarded by this.
    private final DynamicDocument parts = new DynamicDocument();
    /** By key: what of them is in the document. */
    private final Map<String, Accepted> domains = new HashMap<>();
    /** By application: the names of its services in the document. */
    private final Map<String, Set<String>> services = new HashMap<>();

    private Map<String, String> versions = Map.of();
    private @Nullable Content content;

    /**
     * What an edge gets.
     *
     * @param etag of the bytes, with its quotation marks
     * @param versions of the Domains in it, by key
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] bytes, String etag, Map<String, String> versions) {}

    /** What is read when a part is written. */
    interface Source {
        @Nullable
        Accepted domain(String key);

        /** The ports of an Application that Domains lead to. */
        Collection<Backend> backends(String application);

        Function<Backend, Map<String, Service>> services(EdgeView edge);
    }

    void mark(String domain) {
        markedDomains.add(domain);
    }

    void markApplication(String application) {
        markedApplications.add(application);
    }

    /** The whole, as things are now. */
    synchronized Content read(Source source, EdgeView edge) {
        Set<String> changedDomains = drain(markedDomains);
        changedDomains.forEach(key -> rewriteDomain(key, source.domain(key)));
        if (!changedDomains.isEmpty()) {
            Map<String, String> now = new HashMap<>();
            domains.forEach((key, domain) -> now.put(key, domain.version()));
            versions = Map.copyOf(now);
        }
        Set<String> changedApplications = drain(markedApplications);
        Function<Backend, Map<String, Service>> made = source.services(edge);
        changedApplications.forEach(key -> rewriteServices(key, source.backends(key), made));
        Content known = content;
        if (known == null || !changedDomains.isEmpty() || !changedApplications.isEmpty()) {
            byte[] bytes = parts.toJson().getBytes(StandardCharsets.US_ASCII);
            known = new Content(bytes, etag(bytes), versions);
            content = known;
        }
        return known;
    }

    /** First out of the set, then read: what changes in between is in the set again. */
    private static Set<String> drain(Set<String> marked) {
        Set<String> drained = new HashSet<>();
        marked.removeIf(drained::add);
        return drained;
    }

    private void rewriteDomain(String key, @Nullable Accepted now) {
        Accepted before = domains.remove(key);
        if (before != null) {
            parts.routers().keySet().removeAll(before.routes().routers().keySet());
            parts.middlewares().keySet().removeAll(before.routes().middlewares().keySet());
            parts.certificates().remove(key);
            markApplication(before.backend().applicationKey());
        }
        if (now != null) {
            domains.put(key, now);
            now.routes().routers().forEach((name, router) -> parts.routers().put(name, DynamicDocument.json(router)));
            now.routes()
                    .middlewares()
                    .forEach((name, said) -> parts.middlewares().put(name, DynamicDocument.json(said)));
            if (now.certificate() != null) {
                parts.certificates().put(key, DynamicDocument.json(now.certificate()));
            }
            markApplication(now.backend().applicationKey());
        }
    }

    private void rewriteServices(
            String application, Collection<Backend> backends, Function<Backend, Map<String, Service>> made) {
        parts.services().keySet().removeAll(services.getOrDefault(application, Set.of()));
        Set<String> names = new HashSet<>();
        for (Backend backend : backends) {
            made.apply(backend).forEach((name, service) -> {
                parts.services().put(name, DynamicDocument.json(service));
                names.add(name);
            });
        }
        if (names.isEmpty()) {
            services.remove(application);
        } else {
            services.put(application, names);
        }
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
