package dev.roadstead.controller.plan.tenant;

import dev.roadstead.controller.plan.tenant.TeamSnapshot.Area;
import dev.roadstead.model.Application;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Role.Rule;
import dev.roadstead.model.Team.Part;
import dev.roadstead.model.Team.Role;
import dev.roadstead.model.Team.Single;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules for parts of a project: folders and single objects. Never more than the role allows in the whole of it. */
final class TeamParts {
    private static final String APPLICATIONS = "applications";
    private static final List<String> SEE = List.of("get", "list", "watch");
    private static final List<String> CHANGE = List.of("get", "list", "watch", "update", "patch", "delete");

    /** What {@code edit} may change; what only controllers write would pass quotas and the history by. */
    private static final Set<String> CHANGEABLE =
            Set.of(APPLICATIONS, "domains", "volumes", "volumebackups", "volumerestores", "namespacebackups");

    private static final Set<String> VISIBLE = Set.of("containers", "releases");

    private TeamParts() {}

    /** More names than this in one grant are not compiled: a Role is read whole for each decision. */
    static final int MOST_NAMES = 500;

    /** The objects that are meant, by their kinds. */
    static Map<String, Set<String>> names(Part part, Area area, List<Readiness> problems) {
        Map<String, Set<String>> names = new TreeMap<>();
        if (part.folder() != null) {
            area.applications().stream()
                    .filter(application -> isIn(application, part.folder()))
                    .forEach(application ->
                            add(names, APPLICATIONS, application.metadata().name()));
        }
        for (Single single : Objects.requireNonNullElse(part.resources(), List.<Single>of())) {
            if (CHANGEABLE.contains(single.resource()) || VISIBLE.contains(single.resource())) {
                add(names, single.resource(), single.name());
            } else {
                problems.add(Readiness.problem(
                        "UnknownResource",
                        "%s cannot be granted one by one; what can: %s"
                                .formatted(single.resource(), String.join(", ", grantable()))));
            }
        }
        return names;
    }

    /** How many objects these are. */
    static int count(Collection<Map<String, Set<String>>> parts) {
        return parts.stream()
                .flatMap(names -> names.values().stream())
                .mapToInt(Set::size)
                .sum();
    }

    static List<Rule> rules(Map<String, Set<String>> names, Role role) {
        List<Rule> rules = new ArrayList<>();
        names.forEach((resource, objects) -> rules.addAll(of(resource, List.copyOf(objects), role)));
        return rules;
    }

    private static List<Rule> of(String resource, List<String> names, Role role) {
        boolean changes = role != Role.Viewer && CHANGEABLE.contains(resource);
        List<Rule> rules = new ArrayList<>();
        rules.add(Rule.of(List.of(resource), names, changes ? CHANGE : SEE));
        rules.add(Rule.of(List.of(resource + "/status"), names, List.of("get")));
        if (resource.equals(APPLICATIONS)) {
            rules.add(Rule.of(
                    List.of(resource + "/scale"), names, changes ? List.of("get", "update", "patch") : List.of("get")));
        }
        return rules;
    }

    private static void add(Map<String, Set<String>> names, String resource, String name) {
        names.computeIfAbsent(resource, _ -> new TreeSet<>()).add(name);
    }

    /** In the folder itself or in one below it. */
    static boolean isIn(Application application, String folder) {
        @Nullable String own = application.metadata().annotations().get(Labels.FOLDER);
        return own != null && (own.equals(folder) || own.startsWith(folder + "/"));
    }

    private static Set<String> grantable() {
        Set<String> all = new TreeSet<>(CHANGEABLE);
        all.addAll(VISIBLE);
        return all;
    }
}
