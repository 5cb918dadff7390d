package dev.roadstead.controller.plan;

import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate.EnvFrom;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.ContainerTemplate.FieldRef;
import dev.roadstead.model.ContainerTemplate.KeyRef;
import dev.roadstead.model.ContainerTemplate.ObjectRef;
import dev.roadstead.model.ContainerTemplate.ValueFrom;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container's environment variables, with what they refer to. */
public sealed interface Environment {
    /** All variables have values; {@code envFrom} in order, then {@code env} in order, later ones win. */
    record Resolved(Map<String, String> variables) implements Environment {
        /** Names only: values may be secret. */
        @Override
        public String toString() {
            return "Resolved" + variables.keySet();
        }
    }

    /** Something that is not optional is not there; {@code what} names the object, and the key when it is one. */
    record Missing(String what) implements Environment {}

    /**
     * Looks everything up.
     *
     * @param secrets by name, of the container's namespace; absent ones are not there
     * @param configMaps likewise
     */
    static Environment resolve(Container container, Map<String, Secret> secrets, Map<String, ConfigMap> configMaps) {
        return new Resolver(container, secrets, configMaps).resolve();
    }

    /** One resolution; ends at the first thing that is missing. */
    final class Resolver {
        private final Container container;
        private final Map<String, Secret> secrets;
        private final Map<String, ConfigMap> configMaps;
        private final Map<String, String> variables = new LinkedHashMap<>();

        private Resolver(Container container, Map<String, Secret> secrets, Map<String, ConfigMap> configMaps) {
            this.container = container;
            this.secrets = secrets;
            this.configMaps = configMaps;
        }

        private Environment resolve() {
            for (EnvFrom source : container.spec().template().envFrom()) {
                Missing missing = addAll(source);
                if (missing != null) {
                    return missing;
                }
            }
            for (EnvVar variable : container.spec().template().env()) {
                Missing missing = add(variable);
                if (missing != null) {
                    return missing;
                }
            }
            return new Resolved(Collections.unmodifiableMap(variables));
        }

        private @Nullable Missing addAll(EnvFrom source) {
            String prefix = source.prefix() == null ? "" : source.prefix();
            ObjectRef secret = source.secretRef();
            ObjectRef configMap = source.configMapRef();
            Map<String, String> data = secret != null
                    ? secretData(secret.name())
                    : configMap != null ? configMapData(configMap.name()) : Map.of();
            if (data == null) {
                boolean optional = secret != null ? secret.optional() : configMap != null && configMap.optional();
                return optional
                        ? null
                        : new Missing(secret != null ? "Secret " + secret.name() : "ConfigMap " + nameOf(configMap));
            }
            data.forEach((key, value) -> variables.put(prefix + key, value));
            return null;
        }

        private @Nullable Missing add(EnvVar variable) {
            ValueFrom from = variable.valueFrom();
            if (from == null) {
                variables.put(variable.name(), variable.value() == null ? "" : variable.value());
                return null;
            }
            if (from.fieldRef() != null) {
                variables.put(variable.name(), field(from.fieldRef()));
                return null;
            }
            KeyRef secret = from.secretKeyRef();
            KeyRef ref = secret != null ? secret : from.configMapKeyRef();
            if (ref == null) {
                return null;
            }
            Map<String, String> data = secret != null ? secretData(ref.name()) : configMapData(ref.name());
            String value = data == null ? null : data.get(ref.key());
            if (value == null) {
                return ref.optional() ? null : missingKey(secret != null ? "Secret " : "ConfigMap ", ref, data != null);
            }
            variables.put(variable.name(), value);
            return null;
        }

        private static Missing missingKey(String kind, KeyRef ref, boolean objectExists) {
            return new Missing(
                    objectExists
                            ? "key " + ref.key() + " of " + kind + ref.name()
                            : kind + ref.name() + " (its key " + ref.key() + " is wanted)");
        }

        private String field(FieldRef ref) {
            return switch (ref.fieldPath()) {
                case NAME -> container.metadata().name();
                case NAMESPACE -> Names.namespace(container);
                case NODE_NAME -> container.spec().nodeName();
            };
        }

        private @Nullable Map<String, String> secretData(String name) {
            Secret secret = secrets.get(name);
            if (secret == null) {
                return null;
            }
            Map<String, String> text = new TreeMap<>();
            secret.data().forEach((key, value) -> text.put(key, new String(value, StandardCharsets.UTF_8)));
            return text;
        }

        private @Nullable Map<String, String> configMapData(String name) {
            ConfigMap configMap = configMaps.get(name);
            return configMap == null ? null : new TreeMap<>(configMap.data());
        }

        private static String nameOf(@Nullable ObjectRef ref) {
            return ref == null ? "" : ref.name();
        }
    }
}
