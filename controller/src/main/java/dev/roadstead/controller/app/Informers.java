package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Informer;
import dev.roadstead.controller.plan.Supplies;
import dev.roadstead.controller.plan.VolumeMounts;
import dev.roadstead.controller.reconcile.tenant.TenantCaches;
import dev.roadstead.model.Application;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Release;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.SecretStore;
import dev.roadstead.model.ServiceAccount;
import dev.roadstead.model.Tunnel;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds that are followed, and what they are indexed by. */
final class Informers implements AutoCloseable {
    /** That an object exists, and nothing of what is in it: contents of Secrets are not kept in memory. */
    record Presence(ObjectMeta metadata) implements Resource {}

    private static final ResourceType<Presence> SECRET =
            new ResourceType<>("", "v1", "Secret", "secrets", true, Presence.class);
    private static final ResourceType<Presence> CONFIG_MAP =
            new ResourceType<>("", "v1", "ConfigMap", "configmaps", true, Presence.class);

    final Informer<Application> applications;
    final Informer<Release> releases;
    final Informer<Domain> domains;
    final Informer<Tunnel> tunnels;
    final Informer<Container> containers;
    final Informer<Node> nodes;
    final Informer<Edge> edges;
    final Informer<ResourceQuota> quotas;
    final Informer<Presence> secrets;
    final Informer<SecretStore> secretStores;
    final Informer<Presence> configMaps;
    final Informer<Namespace> namespaces;
    final Informer<ServiceAccount> serviceAccounts;
    final Informer<Volume> volumes;
    final Informer<BackupRepository> repositories;
    final Informer<VolumeBackup> backups;
    final Informer<VolumeRestore> restores;
    final Informer<NamespaceBackup> namespaceBackups;
    final TenantInformers tenants;

    Informers(ApiClient client) {
        this.applications = new Informer<>(
                client,
                ResourceType.APPLICATION,
                Map.of(
                        "volume",
                        app -> inNamespace(app, VolumeMounts.names(app.spec().template())),
                        "namespace",
                        app -> Set.of(String.valueOf(app.metadata().namespace()))));
        this.releases = new Informer<>(
                client,
                ResourceType.RELEASE,
                Map.of(
                        "application",
                        release -> inNamespace(release, release.spec().application())));
        this.domains = new Informer<>(client, ResourceType.DOMAIN, DomainIndexes.all());
        this.tunnels = new Informer<>(client, ResourceType.TUNNEL, Map.of());
        this.containers = new Informer<>(client, ResourceType.CONTAINER, containerIndexes(), new SharedParts()::share);
        this.nodes = new Informer<>(client, ResourceType.NODE, Map.of());
        this.edges = new Informer<>(client, ResourceType.EDGE, Map.of());
        this.quotas = new Informer<>(
                client,
                ResourceType.RESOURCE_QUOTA,
                Map.of(
                        "namespace",
                        quota -> Set.of(String.valueOf(quota.metadata().namespace()))));
        this.secrets = new Informer<>(client, SECRET, Map.of());
        this.secretStores = new Informer<>(client, ResourceType.SECRET_STORE, Map.of());
        this.configMaps = new Informer<>(client, CONFIG_MAP, Map.of());
        this.namespaces = new Informer<>(client, ResourceType.NAMESPACE, TenantCaches.namespaceIndexes());
        this.volumes = new Informer<>(client, ResourceType.VOLUME, volumeIndexes());
        this.repositories = new Informer<>(client, ResourceType.BACKUP_REPOSITORY, Map.of());
        this.backups = new Informer<>(
                client,
                ResourceType.VOLUME_BACKUP,
                Map.of(
                        "volume",
                        backup -> inNamespace(backup, backup.spec().volume()),
                        "namespace",
                        Informers::namespace));
        this.restores = new Informer<>(client, ResourceType.VOLUME_RESTORE, Map.of());
        this.namespaceBackups = new Informer<>(client, ResourceType.NAMESPACE_BACKUP, Map.of());
        this.serviceAccounts = new Informer<>(client, ResourceType.SERVICE_ACCOUNT, Map.of());
        this.tenants = new TenantInformers(client);
    }

    static Map<String, Function<? super Container, Collection<String>>> containerIndexes() {
        return Map.of(
                "application",
                        container -> inNamespace(container, container.spec().application()),
                "namespace", Informers::namespace,
                "node", container -> Set.of(container.spec().nodeName()),
                "dockerId", Informers::dockerId,
                "secret",
                        container ->
                                inNamespace(container, waitsFor(container.spec().template())),
                "configMap",
                        container -> inNamespace(
                                container, Supplies.configMaps(container.spec().template())),
                "volume",
                        container -> inNamespace(
                                container, VolumeMounts.names(container.spec().template())));
    }

    static Map<String, Function<? super Volume, Collection<String>>> volumeIndexes() {
        return Map.of("node", VolumeMounts::nodes, "namespace", Informers::namespace);
    }

    private static Set<String> namespace(Resource object) {
        return Set.of(String.valueOf(object.metadata().namespace()));
    }

    private static Set<String> waitsFor(ContainerTemplate template) {
        Set<String> names = new HashSet<>(Supplies.secrets(template));
        template.imagePullSecrets().forEach(secret -> names.add(secret.name()));
        return names;
    }

    /** Something that changes when the Secret does; empty while there is none. */
    String revision(SecretRef ref) {
        Presence secret = secrets.lister().find(ref.namespace(), ref.name());
        return secret == null
                ? ""
                : secret.metadata().uid() + "/" + secret.metadata().resourceVersion();
    }

    void start() {
        all().forEach(Informer::start);
    }

    /**
     * Waits until all of them know what there is.
     *
     * @throws ApiCallException if that takes longer
     */
    void awaitSynced(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        for (Informer<?> informer : all()) {
            if (!informer.awaitSynced(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                throw new ApiCallException(
                        0,
                        "",
                        "the API server did not list everything within " + timeout.toSeconds() + " s; is it up?",
                        null);
            }
        }
    }

    @Override
    public void close() {
        all().forEach(Informer::close);
    }

    private List<Informer<?>> all() {
        List<Informer<?>> own = List.of(
                applications,
                releases,
                domains,
                tunnels,
                containers,
                nodes,
                edges,
                quotas,
                secrets,
                secretStores,
                configMaps,
                namespaces,
                serviceAccounts,
                volumes,
                repositories,
                backups,
                restores,
                namespaceBackups);
        return Stream.concat(own.stream(), tenants.all().stream()).toList();
    }

    private static Set<String> dockerId(Container container) {
        String id = container.status() == null ? null : container.status().containerID();
        return id == null ? Set.of() : Set.of(id);
    }

    private static Set<String> inNamespace(Resource object, String name) {
        return inNamespace(object, Set.of(name));
    }

    private static Set<String> inNamespace(Resource object, Set<String> names) {
        return names.stream()
                .map(name -> object.metadata().namespace() + "/" + name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
