package dev.roadstead.controller.plan.tenant;

import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Limits;
import dev.roadstead.model.Project;
import dev.roadstead.model.Project.Environment;
import dev.roadstead.model.Project.PolicyLevel;
import dev.roadstead.model.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The namespaces of a Project, and what may be done and taken in them. */
public final class ProjectPlaces {
    private static final Quantity NOTHING = Quantity.of("0");

    private ProjectPlaces() {}

    /**
     * One of its namespaces.
     *
     * @param environment null for the Project's own
     * @param quota the most that its containers may take; empty: anything
     */
    public record ProjectPlace(
            Place place, @Nullable String environment, PolicyLevel policy, SortedMap<String, Quantity> quota) {
        public String namespace() {
            return place.namespace();
        }
    }

    /** What the spec asks for, its own first. */
    public static List<ProjectPlace> of(Organization organization, Project project) {
        List<ProjectPlace> places = new ArrayList<>();
        places.add(place(organization, project, null));
        project.spec().environments().forEach(each -> places.add(place(organization, project, each)));
        return List.copyOf(places);
    }

    /** Names of the namespaces that the spec asks for; any other that was made for it is left over. */
    public static Set<String> names(Project project) {
        String own = project.metadata().namespace() + "-" + project.metadata().name();
        Set<String> names = new TreeSet<>(Set.of(own));
        project.spec().environments().forEach(each -> names.add(own + "-" + each.name()));
        return names;
    }

    /**
     * Those that were made for environments that the spec has no more, with what the Project itself may have.
     *
     * @param made all namespaces that were made for the Project
     */
    public static List<ProjectPlace> leftOver(Organization organization, Project project, List<Namespace> made) {
        List<String> wanted =
                of(organization, project).stream().map(ProjectPlace::namespace).toList();
        return made.stream()
                .filter(namespace -> !wanted.contains(namespace.metadata().name()))
                .map(namespace -> {
                    String environment =
                            String.valueOf(namespace.metadata().labels().get(Labels.ENVIRONMENT));
                    Environment gone = new Environment(environment, null, Map.of(), List.of());
                    ProjectPlace place = place(organization, project, gone);
                    Place itself = new Place(
                            namespace.metadata().name(),
                            place.place().owner(),
                            place.place().labels());
                    return new ProjectPlace(itself, environment, place.policy(), place.quota());
                })
                .toList();
    }

    /** Namespaces that were made for a Project, with the labels that they have, but stopped or not as the Organization says. */
    public static List<Place> asTheyAre(Organization organization, List<Namespace> made) {
        return made.stream()
                .map(namespace -> {
                    Map<String, String> labels =
                            new HashMap<>(namespace.metadata().labels());
                    labels.keySet().retainAll(Place.LABELS);
                    labels.remove(Labels.SUSPENDED);
                    if (organization.spec().suspended()) {
                        labels.put(Labels.SUSPENDED, "true");
                    }
                    return new Place(
                            namespace.metadata().name(), String.valueOf(Place.owner(namespace)), Map.copyOf(labels));
                })
                .toList();
    }

    /** Where a quota has what is no amount, each as {@code spec.quota[limits.memory]: "-1"}; in order. */
    public static List<String> invalid(Organization organization, Project project) {
        List<String> found = new ArrayList<>();
        invalid("spec.quota", project.spec().quota(), found);
        for (Environment environment : project.spec().environments()) {
            invalid("spec.environments[%s].quota".formatted(environment.name()), environment.quota(), found);
        }
        invalid(
                "spec.limits.projectQuota of the Organization",
                organization.spec().limits().projectQuota(),
                found);
        return List.copyOf(found);
    }

    private static void invalid(String field, Map<String, Quantity> quota, List<String> found) {
        new TreeMap<>(quota).forEach((item, amount) -> {
            if (!amount.readable()) {
                found.add("%s[%s]: \"%s\"".formatted(field, item, amount.text()));
            }
        });
    }

    private static ProjectPlace place(Organization organization, Project project, @Nullable Environment environment) {
        Limits limits = organization.spec().limits();
        Project.Spec spec = project.spec();
        PolicyLevel asked = environment == null || environment.policyLevel() == null
                ? spec.policyLevel()
                : environment.policyLevel();
        PolicyLevel policy = stricter(asked, limits.policyLevel());
        Map<String, Quantity> quota =
                environment == null || environment.quota().isEmpty() ? spec.quota() : environment.quota();
        String org = organization.metadata().name();
        String name = project.metadata().name();
        Map<String, String> labels = new HashMap<>(Map.of(
                Labels.ORGANIZATION, org,
                Labels.PROJECT, name,
                Labels.POLICY, policy.name().toLowerCase(Locale.ROOT)));
        if (organization.spec().suspended()) {
            labels.put(Labels.SUSPENDED, "true");
        }
        String namespace = org + "-" + name;
        if (environment != null) {
            labels.put(Labels.ENVIRONMENT, environment.name());
            namespace += "-" + environment.name();
        }
        return new ProjectPlace(
                new Place(namespace, project.metadata().requireUid(), Map.copyOf(labels)),
                environment == null ? null : environment.name(),
                policy,
                least(quota, limits.projectQuota()));
    }

    /** The level at which less is allowed. */
    static PolicyLevel stricter(PolicyLevel one, PolicyLevel other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /**
     * Of each item the smaller amount; what one does not name comes from the other. What is asked for and is no amount is not
     * asked for; a limit that is none is 0.
     */
    static SortedMap<String, Quantity> least(Map<String, Quantity> asked, Map<String, Quantity> limits) {
        SortedMap<String, Quantity> quota = new TreeMap<>(asked);
        quota.values().removeIf(amount -> !amount.readable());
        limits.forEach((item, limit) -> quota.merge(item, limit.readable() ? limit : NOTHING, Quantity::min));
        return quota;
    }
}
