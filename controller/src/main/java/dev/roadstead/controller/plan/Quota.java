package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceQuota;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A ResourceQuota and what is taken of it. A namespace may have several: each of them holds. */
public record Quota(String name, Map<QuotaItem, Long> hard, QuotaUsage used) {
    /**
     * What it limits and is not known here is refused by the kind's schema. A limit that is no amount is 0: a schema does not
     * look at the size of a number that is not in quotes.
     */
    public static Quota of(ResourceQuota quota, QuotaUsage used) {
        return of(quota.metadata().name(), quota.spec().hard(), used);
    }

    /** The same by its name and limits. */
    public static Quota of(String name, Map<String, Quantity> limits, QuotaUsage used) {
        Map<QuotaItem, Long> hard = new EnumMap<>(QuotaItem.class);
        limits.forEach((key, limit) ->
                QuotaItem.of(key).ifPresent(item -> hard.put(item, limit.readable() ? item.amount(limit) : 0L)));
        return new Quota(name, hard, used);
    }

    /** Why one more container of this template may not be created; empty if it may. */
    Optional<String> refusal(ContainerTemplate template) {
        List<QuotaItem> unset = new ArrayList<>();
        Map<QuotaItem, Long> exceeded = new EnumMap<>(QuotaItem.class);
        hard.forEach((item, limit) -> {
            OptionalLong more = item.taken(template);
            if (more.isEmpty()) {
                unset.add(item);
            } else if (used.of(item) + more.getAsLong() > limit) {
                exceeded.put(item, more.getAsLong());
            }
        });
        if (!unset.isEmpty()) {
            return Optional.of("quota %s limits %s, so template.resources must say it"
                    .formatted(name, unset.stream().map(QuotaItem::key).collect(Collectors.joining(" and "))));
        }
        if (exceeded.isEmpty()) {
            return Optional.empty();
        }
        BiFunction<String, Function<QuotaItem, Long>, String> told = (word, amount) -> exceeded.keySet().stream()
                .map(item -> item.describe(amount.apply(item)))
                .collect(Collectors.joining(",", word + " ", ""));
        return Optional.of("exceeded quota %s: %s, %s, %s"
                .formatted(
                        name,
                        told.apply("requested", item -> exceeded.getOrDefault(item, 0L)),
                        told.apply("used", used::of),
                        told.apply("limited", item -> hard.getOrDefault(item, 0L))));
    }

    /** The same with one more container. */
    Quota with(ContainerTemplate template) {
        return new Quota(name, hard, used.plus(template));
    }

    /** The same with one container less. */
    Quota without(ContainerTemplate template) {
        return new Quota(name, hard, used.minus(template));
    }

    /**
     * What its status says; the limits in the user's own words. What is not known here is counted and written by the API
     * server: it stays.
     */
    public static ResourceQuota.Status status(ResourceQuota quota, QuotaUsage usage) {
        Map<String, Quantity> used = new TreeMap<>();
        if (quota.status() != null && quota.status().used() != null) {
            quota.status().used().forEach((key, amount) -> {
                if (QuotaItem.of(key).isEmpty()) {
                    used.put(key, amount);
                }
            });
        }
        quota.spec()
                .hard()
                .keySet()
                .forEach(key ->
                        QuotaItem.of(key).ifPresent(item -> used.put(key, Quantity.of(item.text(usage.of(item))))));
        return new ResourceQuota.Status(quota.spec().hard(), used);
    }
}
