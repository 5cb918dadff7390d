package dev.roadstead.controller.reconcile.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.fixture.CrashPoints;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.FakeHost;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.TarRepository;
import dev.roadstead.controller.fixture.TarTree;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.fixture.ToldEvents;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership.Claim;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.HostAction.CreateVolume;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.controller.plan.VolumeSnapshot;
import dev.roadstead.controller.reconcile.volume.VolumeTransfers;
import dev.roadstead.controller.run.Places;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes with their engines; a Volume on the first that two containers use, one of them off; a repository with a backup
 * of it; and the controllers of restores and moves, which can be killed and started anew. Copies are made at once. What
 * containers do is not their effect.
 */
final class DataFixture implements CrashPoints.Killable {
    static final String NS = "shop";
    static final String INSTALLATION = "installation";
    static final String BACKUP = "ab".repeat(32);
    static final TarTree LIVE =
            TarTree.empty().directory("db").file("db/rows", "1,2,3").file("log", "up");
    static final TarTree KEPT = TarTree.empty().directory("db").file("db/rows", "1,2");

    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final InstantSource clock = () -> now;
    final List<String> events = new ArrayList<>();
    final Set<String> stubborn = new HashSet<>();
    final TarRepository repository = new TarRepository();
    final Map<String, String> closed = new HashMap<>();
    BooleanSupplier owned = () -> true;
    Runnable whenAsked = () -> {};
    private Effects effects = new Effects();
    final MemoryApi api = new MemoryApi(effects, clock);
    private final Map<String, FakeHost> hosts = new TreeMap<>();
    private final JsonMapper mapper = Json.mapper();
    private Reconciler restores;
    private TransferReconciler transfers;
    Runs<Copied> runs;

    DataFixture() {
        asUser(() -> {
            for (String node : List.of("a", "b")) {
                hosts.put(node, new FakeHost(new Effects(), clock));
                api.create(ResourceType.NODE, Nodes.ready(node));
            }
            volume("data", "a");
            bind("data", "a", "shop.data");
            docker("a", "data", "shop.data", LIVE);
            container("web-1-0", DesiredState.Running);
            container("off-1-0", DesiredState.Stopped);
            repository.put(manifest(INSTALLATION, "shop/data", KEPT), KEPT.tar());
            VolumeBackup.Spec spec = new VolumeBackup.Spec("data", "store", null, null);
            api.create(ResourceType.VOLUME_BACKUP, new VolumeBackup(named("nightly"), spec, null));
            status(
                    ResourceType.VOLUME_BACKUP,
                    "nightly",
                    "{\"phase\":\"Completed\",\"message\":\"\",\"repository\":\"store\",\"id\":\"" + BACKUP + "\"}");
        });
        containers();
        restart();
    }

    static Manifest manifest(String installation, String subject, TarTree tree) {
        Instant then = Instant.parse("2026-02-28T12:00:00Z");
        return new Manifest(
                Manifest.FORMAT,
                BACKUP,
                Manifest.Kind.volume,
                installation,
                "a",
                "engine-a",
                subject,
                null,
                then,
                then,
                "Stop",
                tree.tree(),
                1,
                "sha",
                Map.of(
                        "Volume/data",
                        "{\"metadata\":{\"name\":\"data\"},\"spec\":{\"size\":\"1Gi\",\"driver\":\"local\",\"reclaimPolicy\":"
                                + "\"Delete\",\"accessMode\":\"ReadWriteMany\"}}"));
    }

    /** The controllers' process is started anew. */
    void restart() {
        effects = new Effects();
        api.effects(effects);
        hosts.values().forEach(host -> host.effects(effects));
        Places places = new Places(1, 4);
        runs = new Runs<>(places, _ -> {}, Runnable::run);
        DataWorld world = new DataWorld(
                api,
                new DataWorld.Caches(
                        lister(ResourceType.VOLUME),
                        lister(ResourceType.VOLUME_RESTORE),
                        lister(ResourceType.VOLUME_BACKUP),
                        lister(ResourceType.CONTAINER),
                        lister(ResourceType.NODE)),
                this::access,
                name -> {
                    if (!name.equals("store")) {
                        throw new RepositoryException(
                                RepositoryException.Kind.NOT_FOUND, "There is no BackupRepository " + name + ".");
                    }
                    return repository;
                },
                _ -> owned.getAsBoolean() ? Claim.OURS : Claim.THEIRS,
                INSTALLATION,
                clock);
        restores = new RestoreReconciler(api, world, new Copies(runs, clock), key -> key, recorder());
        transfers = new TransferReconciler(
                api, world, new Copies(new Runs<>(places, _ -> {}, Runnable::run), clock), key -> key, recorder());
    }

    private HostAccess access(String node) {
        whenAsked.run();
        if (!hosts.containsKey(node)) {
            return new HostAccess.NoNode();
        }
        String why = closed.get(node);
        return why == null ? new HostAccess.Open(host(node)) : new HostAccess.Closed(why);
    }

    private <T extends Resource> Lister<T> lister(ResourceType<T> type) {
        return api.lister(
                type,
                Map.of(
                        "volume",
                        object -> object instanceof Container container
                                ? container.spec().template().volumes().stream()
                                        .map(mount -> NS + "/" + mount.volume())
                                        .toList()
                                : List.of()));
    }

    FakeHost host(String node) {
        return Objects.requireNonNull(hosts.get(node), node);
    }

    @Override
    public Effects effects() {
        return effects;
    }

    // What users do.

    void volume(String name, String node) {
        volume(name, node, null);
    }

    void volume(String name, @Nullable String node, Volume.@Nullable Source source) {
        Volume.Spec spec = new Volume.Spec(
                null,
                node,
                "local",
                Map.of(),
                Volume.ReclaimPolicy.Retain,
                Volume.AccessMode.ReadWriteMany,
                source,
                null);
        asUser(() -> api.create(ResourceType.VOLUME, new Volume(named(name), spec, null)));
    }

    /** It has data. */
    void bind(String name, String node, String dockerVolume) {
        status(
                ResourceType.VOLUME,
                name,
                "{\"nodeName\":\"%s\",\"dockerVolume\":\"%s\"}".formatted(node, dockerVolume));
    }

    /** A Docker volume of ours with this in it. */
    void docker(String node, String volume, String name, TarTree content) {
        host(node)
                .run(new CreateVolume(new VolumeBlueprint(
                        name,
                        "local",
                        Map.of(),
                        Map.of(Labels.MANAGED_BY, INSTALLATION, Labels.NAMESPACE, NS, Labels.VOLUME, volume),
                        PolicyLevel.BASELINE)));
        host(node).volumes().content(name, content.tar());
    }

    private void container(String name, DesiredState state) {
        ContainerTemplate template = Templates.changed(
                Templates.image("app:1"),
                json -> json.putArray("volumes")
                        .addObject()
                        .put("mountPath", "/data")
                        .put("volume", "data"));
        var spec = new Container.Spec("web", 1, 0, "a", state, template, Duration.ZERO, true, null);
        api.create(ResourceType.CONTAINER, new Container(named(name), spec, null));
    }

    void restore(String name, VolumeRestore.Spec spec) {
        asUser(() -> api.create(ResourceType.VOLUME_RESTORE, new VolumeRestore(named(name), spec, null)));
    }

    static VolumeRestore.Spec swap() {
        return spec("nightly", null, "data", VolumeRestore.Mode.Swap);
    }

    static VolumeRestore.Spec newVolume(String name) {
        return spec("nightly", null, name, VolumeRestore.Mode.NewVolume);
    }

    static VolumeRestore.Spec spec(
            @Nullable String backup,
            Volume.@Nullable Archive archive,
            String volume,
            VolumeRestore.Mode mode,
            String... paths) {
        return new VolumeRestore.Spec(
                backup,
                archive,
                null,
                new VolumeRestore.Target(volume, mode, null),
                List.of(paths),
                Duration.ofHours(24));
    }

    void move(String volume, String node) {
        ObjectNode patch = mapper.createObjectNode();
        patch.putObject("spec").put("nodeName", node);
        asUser(() -> api.patch(ResourceType.VOLUME, NS, volume, patch));
    }

    void delete(ResourceType<?> type, String name) {
        asUser(() -> api.delete(
                type,
                NS,
                name,
                api.find(type, NS, name).orElseThrow().metadata().requireUid()));
    }

    void status(ResourceType<?> type, String name, String json) {
        ObjectNode patch = mapper.createObjectNode();
        patch.set("status", read(json));
        asUser(() -> api.patchStatus(type, NS, name, patch));
    }

    JsonNode read(String json) {
        try {
            return mapper.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static ObjectMeta named(String name) {
        return ObjectMeta.toCreate(NS, name, Map.of(), List.of(), List.of());
    }

    /** What users and engines do is no effect of the controllers. */
    void asUser(Runnable change) {
        api.effects(new Effects());
        change.run();
        api.effects(effects);
    }

    // What there is.

    Volume find(String volume) {
        return api.find(ResourceType.VOLUME, NS, volume).orElseThrow();
    }

    VolumeRestore.Status restored(String name) {
        return Objects.requireNonNull(
                api.find(ResourceType.VOLUME_RESTORE, NS, name).orElseThrow().status());
    }

    /** What is in a Volume now. */
    Map<String, String> files(String volume) {
        Volume.Status status = Objects.requireNonNull(find(volume).status());
        return TarTree.of(host(Objects.requireNonNull(status.nodeName()))
                        .volumes()
                        .content(Objects.requireNonNull(status.dockerVolume())))
                .files();
    }

    Container container(String name) {
        return api.find(ResourceType.CONTAINER, NS, name).orElseThrow();
    }

    State state(String name) {
        return Objects.requireNonNull(container(name).status()).state();
    }

    // What happens.

    /** The containers become what they are told to be. */
    void containers() {
        api.list(ResourceType.CONTAINER).items().stream()
                .filter(container -> !stubborn.contains(container.metadata().name()))
                .filter(container -> container.status() == null
                        || !Objects.equals(
                                container.status().observedGeneration(),
                                container.metadata().generation()))
                .forEach(container -> {
                    boolean quiet = container.spec().quiesce() != null;
                    boolean runs = container.spec().desiredState() == DesiredState.Running && !quiet;
                    status(
                            ResourceType.CONTAINER,
                            container.metadata().name(),
                            ("{\"observedGeneration\":%d,\"state\":\"%s\",\"health\":\"None\",\"restarts\":0,\"conditions\":["
                                            + "{\"type\":\"Ready\",\"status\":\"%s\",\"reason\":\"%s\",\"message\":\"\","
                                            + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}")
                                    .formatted(
                                            container.metadata().generation(),
                                            runs ? State.Running : State.Stopped,
                                            runs ? "True" : "False",
                                            runs ? "Running" : quiet ? "Quiesced" : "Stopped"));
                });
    }

    /** One pass over everything. */
    void pass() {
        containers();
        api.list(ResourceType.VOLUME_RESTORE).items().forEach(restore -> pass(restores, restore));
        api.list(ResourceType.VOLUME).items().forEach(volume -> pass(this::transfer, volume));
        containers();
    }

    /** As a pass over a Volume has it done. */
    private Outcome transfer(String key) {
        Key parsed = Key.parse(key);
        Volume volume =
                api.find(ResourceType.VOLUME, parsed.namespace(), parsed.name()).orElseThrow();
        if (volume.metadata().deleting()) {
            return transfers.abandon(volume) ? Outcome.DONE : new Outcome.After(Duration.ZERO);
        }
        return VolumeTransfers.concerns(volume)
                ? transfers.advance(new VolumeSnapshot(
                        volume,
                        new VolumeSnapshot.Unbound(),
                        VolumeSnapshot.Elsewhere.NOTHING,
                        List.of(),
                        Optional.empty(),
                        PolicyLevel.BASELINE,
                        Optional.empty(),
                        INSTALLATION,
                        now))
                : Outcome.DONE;
    }

    private static void pass(Reconciler reconciler, Resource object) {
        try {
            var _ = reconciler.reconcile(object.key());
        } catch (HostException e) {
            assertThat(e.kind()).isEqualTo(HostException.Kind.UNREACHABLE);
        } catch (ApiCallException e) {
            if (!e.conflict() && !e.notFound()) {
                throw e;
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Passes and time until nothing changes any more for longer than anything waits; what is checked after each. */
    void settle(Runnable check) {
        int quiet = 0;
        for (int i = 0; i < 600 && quiet < 12; i++) {
            long before = changes();
            pass();
            check.run();
            quiet = changes() == before ? quiet + 1 : 0;
            now = now.plusSeconds(quiet < 3 ? 2 : 70);
        }
    }

    void settle() {
        settle(() -> {});
    }

    private long changes() {
        return api.revision()
                + hosts.values().stream().mapToLong(FakeHost::changes).sum();
    }

    /** What has to be the same whatever happened meanwhile; neither times nor the numbers of attempts. */
    @Override
    public Map<String, String> summary() {
        Map<String, String> summary = new TreeMap<>();
        api.list(ResourceType.CONTAINER)
                .items()
                .forEach(container -> summary.put(
                        container.key(),
                        state(container.metadata().name()) + " "
                                + container.spec().quiesce()));
        api.list(ResourceType.VOLUME_RESTORE)
                .items()
                .forEach(restore -> summary.put(
                        restore.key(),
                        Objects.requireNonNull(restore.status()).phase() + " "
                                + restore.metadata().finalizers()));
        api.list(ResourceType.VOLUME).items().forEach(volume -> {
            Volume.Status status = volume.status();
            String data = status == null || status.dockerVolume() == null
                    ? String.valueOf(volume.spec().source())
                    : status.nodeName() + " " + files(volume.metadata().name()) + ", replaced "
                            + status.replaced().size() + ", transfer "
                            + (status.transfer() == null
                                    ? null
                                    : status.transfer().phase());
            summary.put("volume " + volume.key(), data.replaceAll("shop\\.[a-z]+\\.[0-9]+", "numbered"));
        });
        hosts.forEach((node, host) -> summary.put(
                "engine " + node, String.valueOf(host.volumes().names().size())));
        return summary;
    }

    private EventRecorder recorder() {
        return new ToldEvents((_, what) -> events.add(what));
    }
}
