package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Project;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an Application has from the namespace that it lies in. */
public final class Inherited {
    private Inherited() {}

    /** Whether all in the namespace is to be stopped, whatever it says itself. */
    public static boolean suspended(@Nullable Namespace namespace) {
        return "true".equals(label(namespace, Labels.SUSPENDED));
    }

    /** The key of the Project that the namespace says it was made for. */
    public static Optional<String> project(@Nullable Namespace namespace) {
        String organization = label(namespace, Labels.ORGANIZATION);
        String project = label(namespace, Labels.PROJECT);
        return organization == null || project == null ? Optional.empty() : Optional.of(organization + "/" + project);
    }

    /**
     * The Application with the variables of the Project before its own: those of the environment that the namespace is for
     * stand in for the Project's of the same name, and the template's own for both. So a change of theirs is one of the
     * template, and rolled out as one.
     *
     * @param project what {@link #project} names; null, or one that the namespace was not made for: nothing is inherited
     */
    public static Application variables(
            Application application, @Nullable Namespace namespace, @Nullable Project project) {
        if (namespace == null || project == null || !isMadeFor(namespace, project)) {
            return application;
        }
        ContainerTemplate template = application.spec().template();
        String environment = label(namespace, Labels.ENVIRONMENT);
        Map<String, EnvVar> variables = new LinkedHashMap<>();
        Stream.of(
                        project.spec().variables().stream(),
                        project.spec().environments().stream()
                                .filter(each -> each.name().equals(environment))
                                .flatMap(each -> each.variables().stream()),
                        template.env().stream())
                .flatMap(each -> each)
                .forEach(variable -> variables.put(variable.name(), variable));
        ContainerTemplate merged = template.withEnv(variables.values().stream().toList());
        return merged.equals(template)
                ? application
                : new Application(
                        application.metadata(), application.spec().withTemplate(merged), application.status());
    }

    /** Whether it is the very Project that its labels name. */
    public static boolean isMadeFor(Namespace namespace, Project project) {
        return project.metadata()
                .requireUid()
                .equals(namespace.metadata().annotations().get(Labels.OWNER_UID));
    }

    private static @Nullable String label(@Nullable Namespace namespace, String label) {
        return namespace == null ? null : namespace.metadata().labels().get(label);
    }
}
