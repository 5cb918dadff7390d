package dev.roadstead.controller.plan.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.People;
import dev.roadstead.controller.plan.tenant.ProjectPlaces.ProjectPlace;
import dev.roadstead.controller.plan.tenant.TeamSnapshot.Area;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Project;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Role;
import dev.roadstead.model.User;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** What holds for every Organization, whatever people write into it. Each test prints its seed when it fails. */
class TenantPropertyTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave", "eve");
    private static final List<String> ORG_ROLES = List.of("Owner", "Admin", "Developer", "Viewer");
    private static final List<String> LEVELS = List.of("Privileged", "Baseline", "Restricted");
    private static final List<String> AMOUNTS = List.of("500m", "1", "2", "1Gi", "512Mi", "2G", "10Ti");
    private static final Set<String> ONLY_LOOKING = Set.of("roadstead:organization-viewer", "view");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private final Set<String> users = new HashSet<>(some(NAMES));
    private final Organization organization = organization();
    private final Membership membership = Membership.of(organization, users::contains);

    @RepeatedTest(60)
    void noBindingEverNamesWhoIsNoMember() {
        Set<String> members = new HashSet<>();
        organization.spec().members().forEach(member -> members.add(member.user()));
        members.retainAll(users);
        boolean mfa = organization.spec().requireMfa();
        Rights rights = all();
        assertThat(rights.bindings().stream().flatMap(binding -> binding.subjects().stream()))
                .as("seed %d", seed)
                .allSatisfy(subject -> {
                    assertThat(subject.kind()).isEqualTo("User");
                    assertThat(subject.name()).isIn(members);
                });
        assertThat(rights.clusterBindings().stream().flatMap(binding -> binding.subjects().stream()))
                .as("seed %d", seed)
                .allSatisfy(subject -> {
                    assertThat(subject.kind()).isEqualTo(mfa ? "Group" : "User");
                    assertThat(mfa ? subject.name().replace("roadstead:mfa:", "") : subject.name())
                            .isIn(members);
                    assertThat(subject.name().startsWith("roadstead:mfa:")).isEqualTo(mfa);
                });
    }

    @RepeatedTest(60)
    void whoIsSuspendedMayOnlyLook() {
        if (!organization.spec().suspended()) {
            return;
        }
        Rights rights = all();
        assertThat(rights.bindings())
                .as("seed %d", seed)
                .allSatisfy(binding -> assertThat(binding.roleRef().kind().equals("Role")
                                || ONLY_LOOKING.contains(binding.roleRef().name()))
                        .as(binding.toString())
                        .isTrue());
        Stream<Role.Rule> rules = Stream.concat(
                rights.roles().stream().flatMap(role -> role.rules().stream()),
                rights.clusterRoles().stream().flatMap(role -> role.rules().stream()));
        assertThat(rules)
                .as("seed %d", seed)
                .allSatisfy(rule -> assertThat(rule.verbs()).isSubsetOf("get", "list", "watch"));
    }

    @RepeatedTest(60)
    void noNamespaceGetsMoreThanTheOrganizationMayGive() {
        Project project = project("shop");
        for (ProjectPlace place : ProjectPlaces.of(organization, project)) {
            assertThat(place.policy())
                    .as("seed %d, %s", seed, place)
                    .isGreaterThanOrEqualTo(organization.spec().limits().policyLevel());
            assertThat(place.place().labels().get("roadstead.dev/policy"))
                    .isEqualToIgnoringCase(place.policy().name());
            organization
                    .spec()
                    .limits()
                    .projectQuota()
                    .forEach((item, limit) -> assertThat(nano(place.quota().get(item)))
                            .as("seed %d, %s of %s", seed, item, place)
                            .isLessThanOrEqualTo(nano(limit)));
        }
    }

    @RepeatedTest(60)
    void noMoreProjectsAreAdmittedThanThereMayBe() {
        List<Project> all = Stream.of("a", "b", "c", "d")
                .limit(random.nextInt(5))
                .map(this::project)
                .toList();
        Set<String> keys = all.stream().map(Project::key).collect(Collectors.toSet());
        Set<String> settled = new HashSet<>(some(List.copyOf(keys)));
        Set<String> admitted = all.stream()
                .filter(project -> ProjectPlan.admits(organization, project, all, settled))
                .map(Project::key)
                .collect(Collectors.toSet());
        Integer limit = organization.spec().limits().projects();
        if (limit == null) {
            assertThat(admitted).isEqualTo(keys);
            return;
        }
        assertThat(admitted).as("seed %d", seed).hasSize(Math.min(limit, all.size()));
        if (settled.size() <= limit) {
            assertThat(admitted).as("seed %d: who has a place keeps it", seed).containsAll(settled);
        }
    }

    /** Of the Organization itself, a Project and a Team of it. */
    private Rights all() {
        Rights own = OrganizationPlan.of(organization, membership).rights();
        Rights project = ProjectPlan.rights(project("shop"), membership, List.of("acme-shop", "acme-shop-staging"));
        String team = "{members: [%s], groups: [{provider: sso, group: dev}], grants: [%s]}"
                .formatted(
                        String.join(", ", some(NAMES)),
                        Stream.of("Admin", "Developer", "Viewer")
                                .flatMap(role -> Stream.of(
                                        "{project: shop, role: %s}".formatted(role),
                                        "{project: shop, role: %s, part: {resources: [{resource: applications, name: w}]}}"
                                                .formatted(role)))
                                .collect(Collectors.joining(", ")));
        List<User> known = users.stream()
                .map(name -> random.nextBoolean() ? People.user(name, "dev") : People.user(name))
                .toList();
        TeamPlan plan = TeamPlan.of(new TeamSnapshot(
                People.team("acme", "builders", team),
                membership,
                known,
                Map.of("shop", List.of(new Area("acme-shop", null, false, List.of())))));
        return new Rights(
                plan.rights().roles(),
                Stream.of(own, project, plan.rights())
                        .flatMap(rights -> rights.bindings().stream())
                        .toList(),
                own.clusterRoles(),
                own.clusterBindings());
    }

    private Organization organization() {
        String members = some(NAMES).stream()
                .map(name -> "{user: %s, role: %s}".formatted(name, any(ORG_ROLES)))
                .collect(Collectors.joining(", "));
        String projects = random.nextBoolean() ? "" : "projects: " + random.nextInt(4) + ", ";
        return People.organization(
                "acme",
                "{members: [%s], requireMfa: %s, suspended: %s, limits: {%spolicyLevel: %s, projectQuota: %s}}"
                        .formatted(
                                members, random.nextBoolean(), random.nextBoolean(), projects, any(LEVELS), quota()));
    }

    private Project project(String name) {
        Function<String, String> environment =
                each -> "{name: %s, policyLevel: %s, quota: %s}".formatted(each, any(LEVELS), quota());
        return People.project(
                "acme",
                name,
                "{policyLevel: %s, quota: %s, environments: [%s, %s]}"
                        .formatted(any(LEVELS), quota(), environment.apply("staging"), environment.apply("qa")));
    }

    private String quota() {
        return some(List.of("limits.memory", "limits.cpu", "requests.memory")).stream()
                .map(item -> "'%s': '%s'".formatted(item, any(AMOUNTS)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Large ones are beyond a long's billionths, so by the text of the value. */
    private static BigDecimal nano(@Nullable Quantity given) {
        Quantity quantity = Objects.requireNonNull(given, "what the Organization limits is limited");
        return BigDecimal.valueOf(quantity.value()).compareTo(BigDecimal.valueOf(1000)) > 0
                ? BigDecimal.valueOf(quantity.value()).movePointRight(9)
                : BigDecimal.valueOf(quantity.nano());
    }

    private List<String> some(List<String> of) {
        return of.stream().filter(_ -> random.nextBoolean()).toList();
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
