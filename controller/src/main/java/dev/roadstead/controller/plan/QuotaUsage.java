package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import java.util.EnumMap;
import java.util.Map;

/** What the containers of a namespace take together, leaving ones included: they still have it. */
public record QuotaUsage(Map<QuotaItem, Long> amounts) {
    public static final QuotaUsage NONE = new QuotaUsage(Map.of());

    public QuotaUsage plus(ContainerTemplate template) {
        return changed(template, 1);
    }

    public QuotaUsage minus(ContainerTemplate template) {
        return changed(template, -1);
    }

    /** What these take together. */
    public QuotaUsage plus(QuotaUsage other) {
        Map<QuotaItem, Long> sums = new EnumMap<>(QuotaItem.class);
        for (QuotaItem item : QuotaItem.values()) {
            sums.put(item, of(item) + other.of(item));
        }
        return new QuotaUsage(sums);
    }

    public long of(QuotaItem item) {
        return amounts.getOrDefault(item, 0L);
    }

    private QuotaUsage changed(ContainerTemplate template, int times) {
        Map<QuotaItem, Long> sums = new EnumMap<>(QuotaItem.class);
        for (QuotaItem item : QuotaItem.values()) {
            sums.put(item, of(item) + times * item.taken(template).orElse(0));
        }
        return new QuotaUsage(sums);
    }
}
