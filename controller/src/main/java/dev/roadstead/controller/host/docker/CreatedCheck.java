package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import dev.roadstead.controller.plan.Blueprint;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what an engine made of a blueprint with what was asked (I17). Pure. */
final class CreatedCheck {
    private CreatedCheck() {}

    /** The first difference, named by field; values of environment variables are never in it. */
    static Optional<String> difference(Blueprint asked, HostConfig askedHost, InspectContainerResponse created) {
        return hostDifferences(asked, askedHost, created.getHostConfig())
                .findFirst()
                .or(() -> configDifference(asked, created.getConfig()))
                .or(() -> Mounts.difference(asked, created));
    }

    private static Stream<String> hostDifferences(Blueprint blueprint, HostConfig asked, HostConfig actual) {
        Stream<String> fields = PolicyGate.RULES.stream()
                .filter(rule -> !rule.leftToEngine())
                .filter(rule -> !Objects.equals(rule.value(asked), rule.value(actual)))
                .map(rule -> rule.field() + " is " + rule.shown(actual) + ", asked for " + rule.shown(asked));
        return blueprint.security().privileged() ? fields : Stream.concat(fields, unmasked(actual));
    }

    private static Stream<String> unmasked(HostConfig actual) {
        return Stream.of("MaskedPaths", "ReadonlyPaths")
                .filter(name -> actual.getRawValues().get(name) instanceof Collection<?> paths && paths.isEmpty())
                .map(name -> name + " is empty, expected the engine's defaults");
    }

    private static Optional<String> configDifference(Blueprint asked, ContainerConfig actual) {
        return ConfigRule.RULES.stream()
                .filter(rule -> !rule.same().test(asked, actual))
                .map(rule -> rule.field() + " is not what was asked for")
                .findFirst();
    }
}
