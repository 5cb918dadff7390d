package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.tenant.Owner;
import dev.roadstead.model.Application;
import dev.roadstead.model.Invitation;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Member;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project;
import dev.roadstead.model.Resource;
import dev.roadstead.model.Team;
import dev.roadstead.model.User;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which Organizations, Projects, Teams and Users a change concerns. */
public final class TenantTriggers {
    private final Lister<Organization> organizations;
    private final Lister<Project> projects;
    private final Lister<Team> teams;
    private final Lister<Namespace> namespaces;
    private final Lister<Invitation> invitations;

    /** Organizations are indexed by "member", Projects and Teams by "namespace". */
    public TenantTriggers(
            Lister<Organization> organizations,
            Lister<Project> projects,
            Lister<Team> teams,
            Lister<Namespace> namespaces,
            Lister<Invitation> invitations) {
        this.organizations = organizations;
        this.projects = projects;
        this.teams = teams;
        this.namespaces = namespaces;
        this.invitations = invitations;
    }

    /** Itself, all that lies in its namespace, and the Users that are members or were; who has joined, by its status. */
    public Set<Owner> organization(@Nullable Organization before, @Nullable Organization after) {
        if (!Changes.beyondStatus(before, after)) {
            Set<String> changed = new LinkedHashSet<>(joined(after));
            joined(before).forEach(user -> {
                if (!changed.remove(user)) {
                    changed.add(user);
                }
            });
            return changed.stream().map(user -> new Owner(Owner.USER, user)).collect(Collectors.toSet());
        }
        String name = Changes.either(before, after).key();
        Set<Owner> owners = within(name);
        both(before, after)
                .flatMap(organization -> organization.spec().members().stream())
                .map(Member::user)
                .forEach(user -> owners.add(new Owner(Owner.USER, user)));
        return owners;
    }

    /** Itself; and where it is a member, when it comes or goes or is in other groups. */
    public Set<Owner> user(@Nullable User before, @Nullable User after) {
        boolean regrouped = !groups(before).equals(groups(after));
        if (!regrouped && !Changes.beyondStatus(before, after)) {
            return Set.of();
        }
        String name = Changes.either(before, after).key();
        Set<Owner> owners = new LinkedHashSet<>();
        owners.add(new Owner(Owner.USER, name));
        organizations.byIndex("member", name).forEach(each -> owners.addAll(within(each.key())));
        if (before == null) {
            // It may be known of after the Invitation that it has accepted.
            invitations.all().stream()
                    .filter(each -> each.status() != null
                            && !each.status().joined()
                            && name.equals(each.status().acceptedBy()))
                    .forEach(each -> owners.addAll(invitation(null, each)));
        }
        return owners;
    }

    /** The Organization that it lies in, when somebody has accepted it. */
    public static Set<Owner> invitation(@Nullable Invitation before, @Nullable Invitation after) {
        return after == null || after.status() == null || after.status().acceptedBy() == null
                ? Set.of()
                : Set.of(new Owner(
                        Owner.ORGANIZATION, String.valueOf(after.metadata().namespace())));
    }

    /** Itself; and when it comes or goes, whoever counts Projects or grants something in them. */
    public Set<Owner> project(@Nullable Project before, @Nullable Project after) {
        if (!Changes.beyondStatus(before, after)) {
            return Set.of();
        }
        Project project = Changes.either(before, after);
        String organization = String.valueOf(project.metadata().namespace());
        Set<Owner> owners = before == null || after == null ? within(organization) : new LinkedHashSet<>();
        owners.add(Owner.of(project));
        return owners;
    }

    /** The Organizations that name it, with all that lies in them. */
    public Set<Owner> plan(@Nullable Plan before, @Nullable Plan after) {
        if (!Changes.beyondStatus(before, after)) {
            return Set.of();
        }
        String name = Changes.either(before, after).key();
        Set<Owner> owners = new LinkedHashSet<>();
        organizations.all().stream()
                .filter(each -> name.equals(each.spec().plan()))
                .forEach(each -> owners.addAll(within(each.key())));
        return owners;
    }

    public static Set<Owner> team(@Nullable Team before, @Nullable Team after) {
        return Changes.beyondStatus(before, after) ? Set.of(Owner.of(Changes.either(before, after))) : Set.of();
    }

    /** Whom it was made for, by its labels, and whoever may do something in it; the Organization of its name. */
    public Set<Owner> namespace(@Nullable Namespace before, @Nullable Namespace after) {
        String name = Changes.either(before, after).key();
        Set<Owner> owners = new LinkedHashSet<>();
        if (organizations.find("", name) != null) {
            owners.addAll(within(name));
        }
        both(before, after).map(each -> each.metadata().labels()).forEach(labels -> {
            String organization = labels.get(Labels.ORGANIZATION);
            String project = labels.get(Labels.PROJECT);
            String user = labels.get(Labels.USER);
            if (organization != null && project != null) {
                owners.add(new Owner(Owner.PROJECT, organization + "/" + project));
                teams(organization, owners);
            }
            if (user != null) {
                owners.add(new Owner(Owner.USER, user));
            }
        });
        return owners;
    }

    /** Whom a role, a binding or a quota was made for, by its label. */
    public static Set<Owner> made(@Nullable Resource before, @Nullable Resource after) {
        Set<Owner> owners = new LinkedHashSet<>();
        both(before, after)
                .map(each -> Owner.of(each.metadata()))
                .filter(Objects::nonNull)
                .forEach(owners::add);
        return owners;
    }

    /** Teams of its Organization, when it is in another folder. */
    public Set<Owner> application(@Nullable Application before, @Nullable Application after) {
        if (folder(before).equals(folder(after))) {
            return Set.of();
        }
        Namespace namespace = namespaces.find(
                "", String.valueOf(Changes.either(before, after).metadata().namespace()));
        String organization =
                namespace == null ? null : namespace.metadata().labels().get(Labels.ORGANIZATION);
        Set<Owner> owners = new LinkedHashSet<>();
        if (organization != null) {
            teams(organization, owners);
        }
        return owners;
    }

    /** An Organization, and its Projects and Teams. */
    private Set<Owner> within(String organization) {
        Set<Owner> owners = new LinkedHashSet<>();
        owners.add(new Owner(Owner.ORGANIZATION, organization));
        projects.byIndex("namespace", organization).forEach(project -> owners.add(Owner.of(project)));
        teams(organization, owners);
        return owners;
    }

    private void teams(String organization, Set<Owner> owners) {
        teams.byIndex("namespace", organization).forEach(team -> owners.add(Owner.of(team)));
    }

    private static Set<String> joined(@Nullable Organization organization) {
        return organization == null || organization.status() == null
                ? Set.of()
                : Set.copyOf(organization.status().joined());
    }

    private static List<Team.Group> groups(@Nullable User user) {
        return user == null || user.status() == null ? List.of() : user.status().groups();
    }

    private static String folder(@Nullable Application application) {
        Function<Application, @Nullable String> folder =
                each -> each.metadata().annotations().get(Labels.FOLDER);
        return application == null ? "" : Objects.requireNonNullElse(folder.apply(application), "");
    }

    private static <T> Stream<T> both(@Nullable T before, @Nullable T after) {
        return Stream.concat(Stream.ofNullable(before), Stream.ofNullable(after));
    }
}
