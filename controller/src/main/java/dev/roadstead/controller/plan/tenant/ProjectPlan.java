package dev.roadstead.controller.plan.tenant;

import dev.roadstead.controller.plan.tenant.Place.Claim;
import dev.roadstead.controller.plan.tenant.ProjectPlaces.ProjectPlace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Role;
import dev.roadstead.model.Project;
import dev.roadstead.model.Project.PolicyLevel;
import dev.roadstead.model.Project.Status;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.RoleBinding.RoleRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What there is to be in the namespaces of a Project, and what is said of it. */
public final class ProjectPlan {
    /** The ResourceQuota in each of its namespaces. */
    public static final String QUOTA = "project";

    /** As many namespaces for environments a Project has at most, those among them that its spec has no more. */
    public static final int MOST_ENVIRONMENTS = 16;

    private static final Comparator<Project> OLDEST_FIRST = Comparator.comparing(
                    (Project project) -> String.valueOf(project.metadata().creationTimestamp()))
            .thenComparing(Project::key);

    private ProjectPlan() {}

    /**
     * Whether a Project may have namespaces, of as many as the Organization may have. Those that have some come first, then
     * the older: so one that waits never takes the place of one that works.
     *
     * @param all of the Organization, this one among them
     * @param settled keys of those that have a namespace
     */
    public static boolean admits(Organization organization, Project project, List<Project> all, Set<String> settled) {
        Integer limit = organization.spec().limits().projects();
        return limit == null
                || all.stream()
                        .sorted(Comparator.comparing((Project each) -> !settled.contains(each.key()))
                                .thenComparing(OLDEST_FIRST))
                        .limit(limit)
                        .anyMatch(each -> each.key().equals(project.key()));
    }

    /** What members of the Organization may do in these namespaces; in one that is left over no more than look. */
    public static Rights rights(Project project, Membership membership, Collection<String> namespaces) {
        Owner owner = Owner.of(project);
        Set<String> wanted = ProjectPlaces.names(project);
        List<RoleBinding> bindings = new ArrayList<>();
        for (String namespace : namespaces) {
            Map<String, Set<String>> users = new LinkedHashMap<>();
            for (Role role : Role.values()) {
                users.computeIfAbsent(
                                clusterRole(wanted.contains(namespace) ? role : Role.Viewer), _ -> new TreeSet<>())
                        .addAll(membership.with(role));
            }
            users.forEach((role, who) -> {
                var subjects = membership.subjects(who);
                if (!subjects.isEmpty()) {
                    bindings.add(new RoleBinding(
                            owner.metadata(namespace, "organization:" + role), subjects, RoleRef.clusterRole(role)));
                }
            });
        }
        return Rights.of(bindings);
    }

    private static String clusterRole(Role role) {
        return switch (role) {
            case Owner, Admin -> "admin";
            case Developer -> "edit";
            case Viewer -> "view";
        };
    }

    /** The quota of one of its namespaces; null if anything may be taken there. */
    public static @Nullable ResourceQuota quota(Project project, ProjectPlace place) {
        return place.quota().isEmpty()
                ? null
                : new ResourceQuota(
                        Owner.of(project).metadata(place.namespace(), QUOTA),
                        new ResourceQuota.Spec(place.quota()),
                        null);
    }

    /**
     * What is known of its namespaces.
     *
     * @param claims of all that there are to be
     * @param crowded whether new environments wait until others are gone
     * @param inUse by the name of an environment that is no longer wanted: what is still in it
     */
    public static Status status(
            Organization organization,
            Project project,
            Map<ProjectPlace, Claim> claims,
            Map<String, String> inUse,
            boolean admitted,
            boolean crowded,
            Instant now) {
        List<Readiness> problems = new ArrayList<>();
        if (crowded) {
            problems.add(Readiness.problem(
                    "TooManyEnvironments",
                    "with those that are left over it has more than %d environments; new ones are made when others are gone"
                            .formatted(MOST_ENVIRONMENTS)));
        }
        if (!admitted) {
            problems.add(Readiness.problem(
                    "TooManyProjects",
                    "Organization %s may have %s projects and has as many; delete one, or have its limit raised"
                            .formatted(
                                    organization.metadata().name(),
                                    organization.spec().limits().projects())));
        }
        List<String> namespaces = new ArrayList<>();
        PolicyLevel policy = null;
        for (Map.Entry<ProjectPlace, Claim> each : claims.entrySet()) {
            String namespace = each.getKey().namespace();
            switch (each.getValue()) {
                case TAKEN -> problems.add(Place.taken(namespace));
                case GOING ->
                    problems.add(Readiness.problem("NamespaceGoing", "namespace " + namespace + " is being deleted"));
                case OURS -> {
                    namespaces.add(namespace);
                    policy = each.getKey().environment() == null ? each.getKey().policy() : policy;
                }
                case ABSENT -> {}
            }
        }
        inUse.forEach((environment, content) -> problems.add(Readiness.problem(
                "EnvironmentInUse",
                ("environment %s is no longer in the spec, but has %s, so members may only look there; put it back,"
                                + " and delete that before you take it out")
                        .formatted(environment, content))));
        List<String> invalid = ProjectPlaces.invalid(organization, project);
        if (!invalid.isEmpty()) {
            problems.add(Readiness.problem(
                    "InvalidQuota",
                    "no amounts, so they do not count: %s; write one such as 500m, 2 or 64Mi"
                            .formatted(String.join(", ", invalid))));
        }
        if (organization.spec().suspended()) {
            problems.add(Readiness.problem(
                    "Suspended",
                    "Organization %s is suspended: applications are stopped, and members may only look"
                            .formatted(organization.metadata().name())));
        }
        return status(project, namespaces, policy, Readiness.of(problems), now);
    }

    /** Of a Project that belongs to no Organization; {@code why} says what is in the way. */
    public static Status outside(Project project, String why, Instant now) {
        return status(project, List.of(), null, Readiness.problem("NotInOrganization", why), now);
    }

    /** Of one whose Organization names a Plan that there is not: these namespaces stay as they are. */
    public static Status withoutPlan(Organization organization, Project project, List<String> namespaces, Instant now) {
        PolicyLevel policy = project.status() == null ? null : project.status().policyLevel();
        return status(project, namespaces, policy, PlanLimits.notFound(organization), now);
    }

    /** While it is deleted and these namespaces of it are still there. */
    public static Status going(Project project, List<String> namespaces, Instant now) {
        Readiness waits = Readiness.problem(
                "Deleting", "waits until all in its namespaces is gone: " + String.join(", ", namespaces));
        return status(project, namespaces, null, waits, now);
    }

    private static Status status(
            Project project, List<String> namespaces, @Nullable PolicyLevel policy, Readiness readiness, Instant now) {
        Status before = project.status();
        long generation = project.metadata().generation();
        return new Status(
                generation,
                List.copyOf(namespaces),
                policy,
                readiness.in(before == null ? List.of() : before.conditions(), generation, now));
    }
}
