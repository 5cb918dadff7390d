package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceQuota;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which ResourceQuotas a change concerns. */
public final class QuotaTriggers {
    private final Lister<ResourceQuota> quotas;

    /** Needs the index {@code namespace}. */
    public QuotaTriggers(Lister<ResourceQuota> quotas) {
        this.quotas = quotas;
    }

    public Set<String> quota(@Nullable ResourceQuota before, @Nullable ResourceQuota after) {
        return Changes.beyondStatus(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }

    /** Those of its namespace, when it comes or goes. */
    public Set<String> container(@Nullable Container before, @Nullable Container after) {
        if (before != null && after != null) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        String namespace =
                String.valueOf(Changes.either(before, after).metadata().namespace());
        quotas.byIndex("namespace", namespace).forEach(quota -> keys.add(quota.key()));
        return keys;
    }
}
