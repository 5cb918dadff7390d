package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import dev.roadstead.controller.plan.Blueprint;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what an engine made of a blueprint with what was asked (I17). Pure. */
final class CreatedCheck {
    private CreatedCheck() {}

    /** The first difference, named by field; values of environment variables are never in it. */
    static Optional<String> difference(Blueprint asked, HostConfig askedHost, InspectContainerResponse created) {
        return Stream.concat(
                        hostDifferences(askedHost, created.getHostConfig()),
                        Stream.concat(configDifferences(asked, created.getConfig()), mountDifferences(created)))
                .findFirst();
    }

    private static Stream<String> hostDifferences(HostConfig asked, HostConfig actual) {
        Stream<String> fields = PolicyGate.RULES.stream()
                .filter(rule -> !rule.leftToEngine())
                .filter(rule -> !Objects.equals(rule.value(asked), rule.value(actual)))
                .map(rule -> rule.field() + " is " + rule.shown(actual) + ", asked for " + rule.shown(asked));
        Stream<String> unmasked = Stream.of("MaskedPaths", "ReadonlyPaths")
                .filter(name -> actual.getRawValues().get(name) instanceof Collection<?> paths && paths.isEmpty())
                .map(name -> name + " is empty, expected the engine's defaults");
        return Stream.concat(fields, unmasked);
    }

    private static Stream<String> configDifferences(Blueprint asked, ContainerConfig actual) {
        return Stream.of(
                        unless(asked.image().equals(actual.getImage()), "image is " + actual.getImage()),
                        unless(
                                asked.user() == null || asked.user().equals(actual.getUser()),
                                "user is " + actual.getUser()),
                        unless(same(asked.entrypoint(), actual.getEntrypoint()), "the entry point is another"),
                        unless(same(asked.arguments(), actual.getCmd()), "the arguments are others"),
                        unless(hasEnvironment(asked, actual), "an environment variable is missing or another"),
                        unless(hasLabels(asked, actual), "a label is missing or another"))
                .flatMap(Optional::stream);
    }

    private static Optional<String> unless(boolean fine, String difference) {
        return fine ? Optional.empty() : Optional.of(difference);
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

    /** An image may declare anonymous volumes; those have a name and a driver. Anything else comes from the host. */
    private static Stream<String> mountDifferences(InspectContainerResponse created) {
        return created.getMounts() == null
                ? Stream.empty()
                : created.getMounts().stream()
                        .filter(mount -> mount.getName() == null || !"local".equals(mount.getDriver()))
                        .map(mount -> "a mount of " + mount.getSource() + " that nobody asked for");
    }
}
