package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.model.HostConfig;
import dev.roadstead.controller.plan.PolicyLevel;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one field of HostConfig may hold.
 *
 * @param field as docker-java's class names it
 * @param expected for messages
 * @param leftToEngine whether the engine fills it in when we leave it unset
 */
record HostConfigRule(
        String field,
        Function<HostConfig, @Nullable Object> reader,
        BiPredicate<HostConfig, PolicyLevel> allowed,
        String expected,
        boolean leftToEngine) {
    /** At whatever level. */
    static HostConfigRule of(
            String field,
            Function<HostConfig, @Nullable Object> reader,
            Predicate<HostConfig> allowed,
            String expected) {
        return new HostConfigRule(field, reader, (config, _) -> allowed.test(config), expected, false);
    }

    static HostConfigRule byLevel(
            String field,
            Function<HostConfig, @Nullable Object> reader,
            BiPredicate<HostConfig, PolicyLevel> allowed,
            String expected) {
        return new HostConfigRule(field, reader, allowed, expected, false);
    }

    static HostConfigRule unset(String field, Function<HostConfig, @Nullable Object> reader) {
        return of(field, reader, config -> comparable(reader.apply(config)) == null, "it unset");
    }

    static HostConfigRule leftToEngine(String field, Function<HostConfig, @Nullable Object> reader) {
        return new HostConfigRule(
                field, reader, (config, _) -> comparable(reader.apply(config)) == null, "it unset", true);
    }

    boolean allows(HostConfig config, PolicyLevel level) {
        return allowed.test(config, level);
    }

    /** The field's value such that equal meaning is equal value; null for all the ways to say nothing. */
    @Nullable
    Object value(HostConfig config) {
        return comparable(reader.apply(config));
    }

    String shown(HostConfig config) {
        Object value = value(config);
        return value == null ? "unset" : value.toString();
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag ? flag : null;
            case Number number -> number.longValue() == 0 ? null : number.longValue();
            case String text -> text.isEmpty() ? null : text;
            case Object[] array -> comparable(List.copyOf(Arrays.asList(array)));
            case Collection<?> items -> items.isEmpty() ? null : items;
            case Map<?, ?> entries -> entries.isEmpty() ? null : entries;
            default -> value;
        };
    }
}
