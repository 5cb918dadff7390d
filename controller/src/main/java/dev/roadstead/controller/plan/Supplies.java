package dev.roadstead.controller.plan;

import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a container gets from other objects: variables, files, and how its image is pulled. */
public sealed interface Supplies {
    /** Nothing, for what gets nothing or is not going to be created. */
    Supplies NONE = new Complete(Map.of(), List.of(), RegistryAccess.ANONYMOUS);

    /** Everything is there. */
    record Complete(Map<String, String> variables, List<MountedFiles> files, RegistryAccess access)
            implements Supplies {
        /** Names only: values may be secret. */
        @Override
        public String toString() {
            return "Complete[" + variables.keySet() + ", " + files + "]";
        }
    }

    /** Something that is not optional is not there; {@code what} names the object, and the key when it is one. */
    record Missing(String what) implements Supplies {}

    /** What it takes lies elsewhere and cannot be had now; {@code why} is a sentence. */
    record Unavailable(String why) implements Supplies {}

    /** Names of the Secrets that the template's variables and files come from. */
    static Set<String> secrets(ContainerTemplate template) {
        return names(template, ConfigReference.Kind.SECRET);
    }

    /** Names of the ConfigMaps that the template's variables and files come from. */
    static Set<String> configMaps(ContainerTemplate template) {
        return names(template, ConfigReference.Kind.CONFIG_MAP);
    }

    private static Set<String> names(ContainerTemplate template, ConfigReference.Kind kind) {
        return ConfigReference.of(template).stream()
                .filter(reference -> reference.kind() == kind)
                .map(ConfigReference::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Looks everything up.
     *
     * @param secrets by name, of the container's namespace; absent ones are not there
     * @param configMaps likewise
     */
    static Supplies resolve(
            Container container,
            Map<String, Secret> secrets,
            Map<String, ConfigMap> configMaps,
            RegistryAccess access) {
        return switch (Environment.resolve(container, secrets, configMaps)) {
            case Environment.Missing(String what) -> new Missing(what);
            case Environment.Resolved(var variables) -> {
                FileMounts mounts = new FileMounts(secrets, configMaps);
                List<MountedFiles> files = mounts.resolve(container.spec().template());
                Optional<String> missing = mounts.missing();
                yield missing.isPresent() ? new Missing(missing.get()) : new Complete(variables, files, access);
            }
        };
    }
}
