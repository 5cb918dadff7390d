package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import dev.roadstead.controller.plan.Blueprint;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How one field of a created container's configuration is compared with what was asked. A field without a rule fails a
 * test, as with HostConfig.
 *
 * @param field as docker-java's class names it
 * @param same whether it is what was asked; what was not asked for is the image's own
 */
record ConfigRule(String field, BiPredicate<Blueprint, ContainerConfig> same) {
    static final List<ConfigRule> RULES = List.of(
            new ConfigRule("image", (asked, config) -> asked.image().equals(config.getImage())),
            new ConfigRule(
                    "user",
                    (asked, config) -> asked.user() == null || asked.user().equals(config.getUser())),
            new ConfigRule(
                    "workingDir",
                    (asked, config) ->
                            asked.workingDir() == null || asked.workingDir().equals(config.getWorkingDir())),
            new ConfigRule("entrypoint", (asked, config) -> same(asked.entrypoint(), config.getEntrypoint())),
            new ConfigRule("cmd", (asked, config) -> same(asked.arguments(), config.getCmd())),
            new ConfigRule("env", ConfigRule::hasEnvironment),
            new ConfigRule("labels", ConfigRule::hasLabels),
            new ConfigRule("exposedPorts", ConfigRule::hasPorts),
            new ConfigRule("healthCheck", ConfigRule::hasHealthCheck),
            unset("attachStdin", config -> !Boolean.TRUE.equals(config.getAttachStdin())),
            unset("stdinOpen", config -> !Boolean.TRUE.equals(config.getStdinOpen())),
            unset("stdInOnce", config -> !Boolean.TRUE.equals(config.getStdInOnce())),
            unset("tty", config -> !Boolean.TRUE.equals(config.getTty())),
            unset("networkDisabled", config -> !Boolean.TRUE.equals(config.getNetworkDisabled())),
            unset("domainName", config -> blank(config.getDomainName())),
            unset("portSpecs", config -> config.getPortSpecs() == null || config.getPortSpecs().length == 0),
            // The image's, or made up by the engine.
            any("attachStdout"),
            any("attachStderr"),
            any("hostName"),
            any("macAddress"),
            any("volumes"),
            any("onBuild"));

    private static ConfigRule unset(String field, Predicate<ContainerConfig> isUnset) {
        return new ConfigRule(field, (_, config) -> isUnset.test(config));
    }

    private static ConfigRule any(String field) {
        return new ConfigRule(field, (_, _) -> true);
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static boolean same(List<String> asked, String @Nullable [] actual) {
        return asked.isEmpty() || (actual != null && asked.equals(Arrays.asList(actual)));
    }

    private static boolean hasEnvironment(Blueprint asked, ContainerConfig actual) {
        return actual.getEnv() == null
                ? asked.environment().isEmpty()
                : Set.of(actual.getEnv()).containsAll(ContainerSpecs.environment(asked));
    }

    private static boolean hasLabels(Blueprint asked, ContainerConfig actual) {
        return actual.getLabels() == null
                ? asked.labels().isEmpty()
                : actual.getLabels().entrySet().containsAll(asked.labels().entrySet());
    }

    private static boolean hasPorts(Blueprint asked, ContainerConfig actual) {
        List<ExposedPort> exposed = actual.getExposedPorts() == null ? List.of() : List.of(actual.getExposedPorts());
        return exposed.containsAll(
                asked.ports().stream().map(ContainerSpecs::exposed).toList());
    }

    private static boolean hasHealthCheck(Blueprint asked, ContainerConfig actual) {
        HealthCheck check = actual.getHealthcheck();
        return asked.execHealthCheck() == null
                || (check != null
                        && ContainerSpecs.healthCheck(asked.execHealthCheck())
                                .getTest()
                                .equals(check.getTest()));
    }
}
