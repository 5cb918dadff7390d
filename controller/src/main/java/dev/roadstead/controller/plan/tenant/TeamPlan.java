package dev.roadstead.controller.plan.tenant;

import dev.roadstead.controller.plan.tenant.TeamSnapshot.Area;
import dev.roadstead.model.Role;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.RoleBinding.RoleRef;
import dev.roadstead.model.RoleBinding.Subject;
import dev.roadstead.model.Team;
import dev.roadstead.model.Team.Grant;
import dev.roadstead.model.Team.Part;
import dev.roadstead.model.Team.Status;
import dev.roadstead.model.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a Team's members may do.
 *
 * @param members names of Users; all of them members of the Organization
 */
public record TeamPlan(NavigableSet<String> members, Rights rights, Readiness readiness) {

    public static TeamPlan of(TeamSnapshot seen) {
        List<Readiness> problems = new ArrayList<>();
        NavigableSet<String> members = members(seen, problems);
        List<Subject> subjects = seen.membership().subjects(members);
        Map<String, Set<String>> whole = new TreeMap<>();
        Map<String, Set<Role.Rule>> parts = new TreeMap<>();
        for (Grant grant : seen.team().spec().grants()) {
            List<Area> areas = areas(seen, grant, problems);
            if (grant.part() == null) {
                areas.forEach(area -> whole.computeIfAbsent(area.namespace(), _ -> new TreeSet<>())
                        .add(clusterRole(role(seen, grant, area))));
            } else {
                named(grant, areas, problems)
                        .forEach((area, names) -> parts.computeIfAbsent(area.namespace(), _ -> new LinkedHashSet<>())
                                .addAll(TeamParts.rules(names, role(seen, grant, area))));
            }
        }
        Rights rights = subjects.isEmpty() ? Rights.NONE : rights(seen.team(), subjects, whole, parts);
        return new TeamPlan(
                members, rights, Readiness.of(problems.stream().distinct().toList()));
    }

    /** The objects that a grant of parts names in each of these; none if there are too many. */
    private static Map<Area, Map<String, Set<String>>> named(Grant grant, List<Area> areas, List<Readiness> problems) {
        Part part = Objects.requireNonNull(grant.part(), "a grant of parts");
        Map<Area, Map<String, Set<String>>> named = new LinkedHashMap<>();
        areas.forEach(area -> named.put(area, TeamParts.names(part, area, problems)));
        int count = TeamParts.count(named.values());
        if (count > TeamParts.MOST_NAMES) {
            problems.add(Readiness.problem(
                    "TooManyNames",
                    "a grant in Project %s names %d objects, so it is left out; at most %d: grant an environment or the project"
                            .formatted(grant.project(), count, TeamParts.MOST_NAMES)));
            return Map.of();
        }
        return named;
    }

    private static NavigableSet<String> members(TeamSnapshot seen, List<Readiness> problems) {
        Team.Spec spec = seen.team().spec();
        Set<String> named = new TreeSet<>(spec.members());
        NavigableSet<String> members = new TreeSet<>(named);
        seen.users().stream()
                .filter(user ->
                        user.status() != null && user.status().groups().stream().anyMatch(spec.groups()::contains))
                .map(User::key)
                .forEach(members::add);
        members.removeIf(user -> !seen.membership().has(user));
        named.removeAll(members);
        if (!named.isEmpty()) {
            problems.add(Readiness.problem(
                    "UnknownMembers",
                    "not members of the Organization, and so not of the Team: " + String.join(", ", named)));
        }
        return members;
    }

    private static List<Area> areas(TeamSnapshot seen, Grant grant, List<Readiness> problems) {
        List<Area> project = seen.areas().get(grant.project());
        if (project == null) {
            problems.add(Readiness.problem(
                    "UnknownProject", "the Organization has no Project " + grant.project() + " with a namespace"));
            return List.of();
        }
        if (grant.environment() == null) {
            return project;
        }
        List<Area> areas = project.stream()
                .filter(area -> grant.environment().equals(area.environment()))
                .toList();
        if (areas.isEmpty()) {
            problems.add(Readiness.problem(
                    "UnknownEnvironment",
                    "Project %s has no environment %s".formatted(grant.project(), grant.environment())));
        }
        return areas;
    }

    private static Rights rights(
            Team team, List<Subject> subjects, Map<String, Set<String>> whole, Map<String, Set<Role.Rule>> parts) {
        Owner owner = Owner.of(team);
        String prefix = "team:" + team.metadata().name() + ":";
        List<RoleBinding> bindings = new ArrayList<>();
        List<Role> roles = new ArrayList<>();
        whole.forEach((namespace, names) -> names.forEach(name -> bindings.add(
                new RoleBinding(owner.metadata(namespace, prefix + name), subjects, RoleRef.clusterRole(name)))));
        parts.forEach((namespace, rules) -> {
            if (!rules.isEmpty()) {
                String name = prefix + "parts";
                roles.add(new Role(owner.metadata(namespace, name), List.copyOf(rules)));
                bindings.add(new RoleBinding(owner.metadata(namespace, name), subjects, RoleRef.role(name)));
            }
        });
        return new Rights(List.copyOf(roles), List.copyOf(bindings), List.of(), List.of());
    }

    private static Team.Role role(TeamSnapshot seen, Grant grant, Area area) {
        return seen.membership().suspended() || area.leftOver() ? Team.Role.Viewer : grant.role();
    }

    private static String clusterRole(Team.Role role) {
        return switch (role) {
            case Admin -> "admin";
            case Developer -> "edit";
            case Viewer -> "view";
        };
    }

    public Status status(Team team, Instant now) {
        Status before = team.status();
        long generation = team.metadata().generation();
        return new Status(
                generation,
                List.copyOf(members),
                readiness.in(before == null ? List.of() : before.conditions(), generation, now));
    }

    /** Of a Team that belongs to no Organization; {@code why} says what is in the way. */
    public static TeamPlan outside(String why) {
        return new TeamPlan(new TreeSet<>(), Rights.NONE, Readiness.problem("NotInOrganization", why));
    }
}
