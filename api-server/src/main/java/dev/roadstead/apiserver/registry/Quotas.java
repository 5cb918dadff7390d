package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.store.Basis;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.Listing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds ResourceQuotas for what the server counts itself ({@link QuotaItem}). What is used is counted in the cache, and
 * the write is committed on the condition that nothing was added since ({@link Basis}): so no number of writers, of this
 * server or of others, exceeds a limit together, nothing needs to be written besides, and nothing is left behind that
 * would have to be corrected. Where no quota limits a kind, a look into the cache is all that it costs. Thread-safe.
 *
 * <p>A quota counts from the moment at which a server knows of it, some milliseconds after it was written by another.
 */
final class Quotas {
    static final String RESOURCE = "resourcequotas";

    private final ConsistentReader reader;
    private final Supplier<ResourceCatalog> catalog;

    Quotas(ConsistentReader reader, Supplier<ResourceCatalog> catalog) {
        this.reader = reader;
        this.catalog = catalog;
    }

    /** What a quota says of one item. */
    private record Limit(String quota, QuotaItem item, String written, BigDecimal most) {}

    /** Whether any quota limits what a new object takes. */
    boolean limit(Target target) {
        return !limits(target).isEmpty();
    }

    /**
     * Checks a write against what the cache knows.
     *
     * @param current null for a creation
     * @return on what condition the write keeps to every limit; null when none is concerned
     * @throws ApiException Forbidden when a limit would be exceeded, as far as the cache knows
     */
    @Nullable
    Basis check(Target target, @Nullable ObjectNode current, ObjectNode next) {
        if (current != null && target.definition().safeguards().amounts().isEmpty()) {
            return null;
        }
        Basis basis = null;
        for (Limit limit : limits(target)) {
            BigDecimal more = more(target, limit, current, next);
            if (more.signum() > 0) {
                boolean counts = limit.item().isCount();
                Listing listing = reader.cached(target.definition().resource(), target.namespace(), counts ? 1 : 0);
                demand(target, limit, used(limit.item(), listing), more);
                Basis own = new Basis(target.definition().resource(), target.namespace(), listing.revision(), !counts);
                basis = Basis.both(basis, own);
            }
        }
        return basis;
    }

    /** What the objects of a namespace take of an item, as far as the cache knows. */
    BigDecimal used(QuotaItem item, String namespace) {
        return used(item, reader.cached(item.definition().resource(), namespace, item.isCount() ? 1 : 0));
    }

    private static BigDecimal used(QuotaItem item, Listing listing) {
        if (item.isCount()) {
            return BigDecimal.valueOf(listing.items().size() + listing.left());
        }
        return listing.items().stream().map(item::takenBy).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<Limit> limits(Target target) {
        if (target.namespace().isEmpty()) {
            return List.of();
        }
        List<CachedObject> quotas =
                reader.cached(RESOURCE, target.namespace(), 0).items();
        if (quotas.isEmpty()) {
            return List.of();
        }
        List<QuotaItem> items = QuotaItem.of(target.definition(), catalog.get());
        List<Limit> limits = new ArrayList<>();
        for (CachedObject quota : quotas) {
            JsonNode hard = ObjectJson.decode(quota.json()).path("spec").path("hard");
            for (QuotaItem item : items) {
                if (hard.has(item.name())) {
                    String written = hard.path(item.name()).asText();
                    limits.add(new Limit(quota.key().name(), item, written, most(written)));
                }
            }
        }
        return limits;
    }

    /** A limit that is no amount, stored by a server that did not check it, is 0: as for the controllers. */
    private static BigDecimal most(String written) {
        try {
            return Amounts.parse(written);
        } catch (IllegalArgumentException e) {
            return BigDecimal.ZERO;
        }
    }

    private static BigDecimal more(Target target, Limit limit, @Nullable ObjectNode current, ObjectNode next) {
        if (current != null && limit.item().isCount()) {
            return BigDecimal.ZERO;
        }
        BigDecimal before = current == null ? null : limit.item().takenBy(current);
        BigDecimal after = limit.item().takenBy(next);
        if (after == null) {
            if (current != null && before == null) {
                return BigDecimal.ZERO; // it did not say before the quota came, and may be changed otherwise
            }
            throw forbidden(
                    target,
                    "failed quota: " + limit.quota() + ": must specify "
                            + limit.item().name() + " (" + path(limit.item()) + ")");
        }
        return before == null ? after : after.subtract(before);
    }

    private static String path(QuotaItem item) {
        return item.amount() == null ? "" : item.amount().field().path();
    }

    private static void demand(Target target, Limit limit, BigDecimal used, BigDecimal more) {
        if (used.add(more).compareTo(limit.most()) > 0) {
            QuotaItem item = limit.item();
            throw forbidden(
                    target,
                    "exceeded quota: " + limit.quota() + ", requested: " + item.name() + "=" + item.text(more)
                            + ", used: " + item.name() + "=" + item.text(used) + ", limited: " + item.name() + "="
                            + limit.written());
        }
    }

    private static ApiException forbidden(Target target, String why) {
        return new ApiException(new ApiFault.Forbidden(
                target.subject(), target.subject().describe() + " is forbidden: " + why, List.of()));
    }
}
