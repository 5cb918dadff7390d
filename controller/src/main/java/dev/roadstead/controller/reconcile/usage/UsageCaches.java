package dev.roadstead.controller.reconcile.usage;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.Inherited;
import dev.roadstead.controller.plan.tenant.Place;
import dev.roadstead.controller.plan.tenant.PlanLimits;
import dev.roadstead.model.Container;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project;
import dev.roadstead.model.Resource;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is read from memory.
 *
 * @param namespaces with the index "ownerUid"
 * @param containers with the index "namespace", as volumes and backups
 * @param reports with the index "project"
 */
public record UsageCaches(
        Lister<Organization> organizations,
        Lister<Plan> plans,
        Lister<Project> projects,
        Lister<Namespace> namespaces,
        Lister<Container> containers,
        Lister<Volume> volumes,
        Lister<VolumeBackup> backups,
        Lister<UsageReport> reports) {
    static final String NAMESPACE = "namespace";

    /** Of UsageReports: the key of the Project. */
    public static final String PROJECT = "project";

    private static final String OWNER_UID = "ownerUid";

    /** The key of the Project that a report is about, whether there is one or not. */
    public static String projectOf(UsageReport report) {
        return report.metadata().namespace() + "/" + report.spec().project();
    }

    /** The Project that a namespace was made for. */
    Optional<Project> projectOf(String namespace) {
        Namespace there = namespaces.find("", namespace);
        return Inherited.project(there)
                .map(Key::parse)
                .map(key -> projects.find(key.namespace(), key.name()))
                .filter(project -> there != null && Inherited.isMadeFor(there, project));
    }

    /** Whether a namespace is that of the Organization of its name. */
    boolean isOrganization(String namespace) {
        Organization organization = organizations.find("", namespace);
        Namespace there = namespaces.find("", namespace);
        return organization != null
                && there != null
                && organization.metadata().requireUid().equals(Place.owner(there));
    }

    List<Container> containers(@Nullable Project project) {
        return in(project, containers);
    }

    List<Volume> volumes(@Nullable Project project) {
        return in(project, volumes);
    }

    List<VolumeBackup> backups(@Nullable Project project) {
        return in(project, backups);
    }

    private <T extends Resource> List<T> in(@Nullable Project project, Lister<T> objects) {
        return namespaces(project).stream()
                .flatMap(namespace -> objects.byIndex(NAMESPACE, namespace).stream())
                .toList();
    }

    private Set<String> namespaces(@Nullable Project project) {
        return project == null
                ? Set.of()
                : namespaces.byIndex(OWNER_UID, project.metadata().requireUid()).stream()
                        .map(namespace -> namespace.metadata().name())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether an Organization names a Plan that there is not. */
    boolean isPlanless(String organization) {
        Organization found = organizations.find("", organization);
        return found != null && PlanLimits.unknown(found, planOf(organization));
    }

    /** The Plan of an Organization; null if it names none, or one that there is not. */
    @Nullable
    Plan planOf(String organization) {
        Organization found = organizations.find("", organization);
        String plan = found == null ? null : found.spec().plan();
        return plan == null ? null : plans.find("", plan);
    }
}
