package dev.roadstead.model;

/**
 * How a kind is addressed on the wire and read into a record.
 *
 * @param group empty for the core group
 */
public record ResourceType<T extends Resource>(
        String group, String version, String kind, String plural, boolean namespaced, Class<T> javaType) {

    public static final String GROUP = "roadstead.dev";
    public static final String VERSION = "v1";

    public static final ResourceType<Application> APPLICATION =
            new ResourceType<>(GROUP, VERSION, "Application", "applications", true, Application.class);
    public static final ResourceType<Release> RELEASE =
            new ResourceType<>(GROUP, VERSION, "Release", "releases", true, Release.class);
    public static final ResourceType<Container> CONTAINER =
            new ResourceType<>(GROUP, VERSION, "Container", "containers", true, Container.class);
    public static final ResourceType<Node> NODE =
            new ResourceType<>(GROUP, VERSION, "Node", "nodes", false, Node.class);
    public static final ResourceType<Domain> DOMAIN =
            new ResourceType<>(GROUP, VERSION, "Domain", "domains", true, Domain.class);
    public static final ResourceType<Edge> EDGE =
            new ResourceType<>(GROUP, VERSION, "Edge", "edges", false, Edge.class);
    public static final ResourceType<Tunnel> TUNNEL =
            new ResourceType<>(GROUP, VERSION, "Tunnel", "tunnels", false, Tunnel.class);
    public static final ResourceType<Volume> VOLUME =
            new ResourceType<>(GROUP, VERSION, "Volume", "volumes", true, Volume.class);
    public static final ResourceType<BackupRepository> BACKUP_REPOSITORY =
            new ResourceType<>(GROUP, VERSION, "BackupRepository", "backuprepositories", false, BackupRepository.class);
    public static final ResourceType<VolumeBackup> VOLUME_BACKUP =
            new ResourceType<>(GROUP, VERSION, "VolumeBackup", "volumebackups", true, VolumeBackup.class);
    public static final ResourceType<VolumeRestore> VOLUME_RESTORE =
            new ResourceType<>(GROUP, VERSION, "VolumeRestore", "volumerestores", true, VolumeRestore.class);
    public static final ResourceType<NamespaceBackup> NAMESPACE_BACKUP =
            new ResourceType<>(GROUP, VERSION, "NamespaceBackup", "namespacebackups", true, NamespaceBackup.class);
    public static final ResourceType<Organization> ORGANIZATION =
            new ResourceType<>(GROUP, VERSION, "Organization", "organizations", false, Organization.class);
    public static final ResourceType<Team> TEAM = new ResourceType<>(GROUP, VERSION, "Team", "teams", true, Team.class);
    public static final ResourceType<Project> PROJECT =
            new ResourceType<>(GROUP, VERSION, "Project", "projects", true, Project.class);
    public static final ResourceType<Plan> PLAN =
            new ResourceType<>(GROUP, VERSION, "Plan", "plans", false, Plan.class);
    public static final ResourceType<UsageReport> USAGE_REPORT =
            new ResourceType<>(GROUP, VERSION, "UsageReport", "usagereports", true, UsageReport.class);
    public static final ResourceType<User> USER =
            new ResourceType<>(GROUP, VERSION, "User", "users", false, User.class);
    public static final ResourceType<Invitation> INVITATION =
            new ResourceType<>(GROUP, VERSION, "Invitation", "invitations", true, Invitation.class);
    public static final ResourceType<Secret> SECRET =
            new ResourceType<>("", "v1", "Secret", "secrets", true, Secret.class);
    public static final ResourceType<SecretStore> SECRET_STORE =
            new ResourceType<>(GROUP, VERSION, "SecretStore", "secretstores", true, SecretStore.class);
    public static final ResourceType<ConfigMap> CONFIG_MAP =
            new ResourceType<>("", "v1", "ConfigMap", "configmaps", true, ConfigMap.class);
    public static final ResourceType<Namespace> NAMESPACE =
            new ResourceType<>("", "v1", "Namespace", "namespaces", false, Namespace.class);
    public static final ResourceType<ServiceAccount> SERVICE_ACCOUNT =
            new ResourceType<>("", "v1", "ServiceAccount", "serviceaccounts", true, ServiceAccount.class);
    public static final ResourceType<Role> ROLE =
            new ResourceType<>(RoleBinding.GROUP, "v1", "Role", "roles", true, Role.class);
    public static final ResourceType<RoleBinding> ROLE_BINDING =
            new ResourceType<>(RoleBinding.GROUP, "v1", "RoleBinding", "rolebindings", true, RoleBinding.class);
    public static final ResourceType<ClusterRole> CLUSTER_ROLE =
            new ResourceType<>(RoleBinding.GROUP, "v1", "ClusterRole", "clusterroles", false, ClusterRole.class);
    public static final ResourceType<ClusterRoleBinding> CLUSTER_ROLE_BINDING = new ResourceType<>(
            RoleBinding.GROUP, "v1", "ClusterRoleBinding", "clusterrolebindings", false, ClusterRoleBinding.class);
    public static final ResourceType<ResourceQuota> RESOURCE_QUOTA =
            new ResourceType<>("", "v1", "ResourceQuota", "resourcequotas", true, ResourceQuota.class);

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
