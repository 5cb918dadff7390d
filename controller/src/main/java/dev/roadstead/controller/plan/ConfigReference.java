package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.EnvFrom;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.ContainerTemplate.KeyRef;
import dev.roadstead.model.ContainerTemplate.ObjectRef;
import dev.roadstead.model.ContainerTemplate.ValueFrom;
import dev.roadstead.model.Mount;
import dev.roadstead.model.Mount.FileSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a template takes from a Secret or a ConfigMap of its namespace.
 *
 * @param key null for all that is in it
 * @param optional whether a container may start without it
 */
public record ConfigReference(
        Kind kind, String name, @Nullable String key, boolean optional) {
    /** Kinds of objects with configuration. */
    public enum Kind {
        SECRET,
        CONFIG_MAP
    }

    private static final Comparator<ConfigReference> ORDER = Comparator.comparing(ConfigReference::kind)
            .thenComparing(ConfigReference::name)
            .thenComparing(reference -> reference.key() == null ? "" : reference.key())
            .thenComparing(ConfigReference::optional);

    /** Each once, in an order that does not depend on the template's; without those that differ by node. */
    public static List<ConfigReference> of(ContainerTemplate template) {
        return Stream.of(
                        template.envFrom().stream().flatMap(ConfigReference::of),
                        template.env().stream().flatMap(ConfigReference::of),
                        template.volumes().stream().flatMap(ConfigReference::of))
                .flatMap(references -> references)
                .filter(reference -> !NodeFields.isOpen(reference.name()) && !NodeFields.isOpen(reference.key()))
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    private static Stream<ConfigReference> of(EnvFrom source) {
        return Stream.concat(whole(Kind.SECRET, source.secretRef()), whole(Kind.CONFIG_MAP, source.configMapRef()));
    }

    private static Stream<ConfigReference> whole(Kind kind, @Nullable ObjectRef ref) {
        return ref == null ? Stream.empty() : Stream.of(new ConfigReference(kind, ref.name(), null, ref.optional()));
    }

    private static Stream<ConfigReference> of(EnvVar variable) {
        ValueFrom from = variable.valueFrom();
        return from == null
                ? Stream.empty()
                : Stream.concat(one(Kind.SECRET, from.secretKeyRef()), one(Kind.CONFIG_MAP, from.configMapKeyRef()));
    }

    private static Stream<ConfigReference> one(Kind kind, @Nullable KeyRef ref) {
        return ref == null
                ? Stream.empty()
                : Stream.of(new ConfigReference(kind, ref.name(), ref.key(), ref.optional()));
    }

    private static Stream<ConfigReference> of(Mount mount) {
        return Stream.concat(files(Kind.SECRET, mount.secret()), files(Kind.CONFIG_MAP, mount.configMap()));
    }

    private static Stream<ConfigReference> files(Kind kind, @Nullable FileSource source) {
        if (source == null) {
            return Stream.empty();
        }
        return source.items().isEmpty()
                ? Stream.of(new ConfigReference(kind, source.name(), null, false))
                : source.items().stream().map(item -> new ConfigReference(kind, source.name(), item.key(), false));
    }
}
