package dev.roadstead.controller.plan.route;

import dev.roadstead.model.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether what an edge shows of its configuration is what it was told. Its API shows more than it was told, such as defaults,
 * writes durations in its own way, names parts with their provider, and may keep an option to itself, such as passwords.
 * What is shown consists of maps with text keys, lists, texts, numbers and booleans.
 */
public final class Shown {
    /** Of the HTTP provider. */
    private static final String PROVIDER = "@http";

    /** What is in these is data and no option: nothing of it may be missing. */
    private static final Set<String> WHOLE = Set.of("customRequestHeaders", "customResponseHeaders");

    private Shown() {}

    /** The first option of a router that the edge shows otherwise; empty if there is none. */
    public static Optional<String> difference(Router told, Map<String, Object> shown) {
        Map<String, Object> tree = told.tree();
        // One that it was not told of stands in the way of requests all the same.
        tree.putIfAbsent("middlewares", List.of());
        Map<String, Object> complete = new TreeMap<>(shown);
        complete.putIfAbsent("middlewares", List.of());
        return difference(tree, complete);
    }

    /** The same of a middleware. */
    public static Optional<String> difference(Map<String, Object> told, Map<String, Object> shown) {
        for (Map.Entry<String, Object> part : new TreeMap<>(told).entrySet()) {
            Object there = shown.get(part.getKey());
            Optional<String> difference =
                    there == null ? Optional.of(part.getKey()) : within(part.getKey(), part.getValue(), there);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> within(String path, Object told, Object shown) {
        if (!(told instanceof Map<?, ?> options) || !(shown instanceof Map<?, ?> there)) {
            return same(told, shown) ? Optional.empty() : Optional.of(path);
        }
        for (Map.Entry<?, ?> option : new TreeMap<>(options).entrySet()) {
            String name = String.valueOf(option.getKey());
            if (!sameOption(name, option.getValue(), there.get(name))) {
                return Optional.of(path + "." + name);
            }
        }
        return Optional.empty();
    }

    private static boolean sameOption(String name, Object told, @Nullable Object shown) {
        return WHOLE.contains(name) ? told.equals(shown) : shown == null || same(told, shown);
    }

    private static boolean same(Object told, Object shown) {
        return switch (told) {
            case List<?> list -> shown instanceof List<?> there && sameItems(list, there);
            case Map<?, ?> options ->
                shown instanceof Map<?, ?> && within("", options, shown).isEmpty();
            case Number number -> shown instanceof Number there && number.longValue() == there.longValue();
            case String text -> sameText(text, shown);
            default -> told.equals(shown);
        };
    }

    private static boolean sameItems(List<?> told, List<?> shown) {
        if (told.size() != shown.size()) {
            return false;
        }
        for (int i = 0; i < told.size(); i++) {
            if (!same(told.get(i), shown.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A number in the place of a duration counts nanoseconds. */
    private static boolean sameText(String told, Object shown) {
        return switch (shown) {
            case String there -> withoutProvider(told).equals(withoutProvider(there)) || sameTime(told, there);
            case Number nanos ->
                Optional.of(Duration.ofNanos(nanos.longValue())).equals(duration(told));
            default -> false;
        };
    }

    private static boolean sameTime(String told, String shown) {
        Optional<Duration> time = duration(told);
        return time.isPresent() && time.equals(duration(shown));
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(GoDuration.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String withoutProvider(String name) {
        return name.endsWith(PROVIDER) ? name.substring(0, name.length() - PROVIDER.length()) : name;
    }
}
