package dev.roadstead.controller.reconcile.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.fixture.CrashPoints;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.FakeHost;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.plan.backup.HookCall;
import dev.roadstead.controller.run.Places;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Json;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Volume with data, two containers that use it (one of them off), a repository, and the backup controller, in memory.
 * Long work is done at once. The controller can be killed and started anew; what containers do is not its effect.
 */
final class BackupWorld implements CrashPoints.Killable {
    static final String NS = "shop";

    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final InstantSource clock = () -> now;
    final List<String> events = new ArrayList<>();
    final List<String> hooks = new ArrayList<>();
    /** Reads of the volume, each with what kept still then. */
    final List<String> reads = new ArrayList<>();

    final Set<String> stubborn = new HashSet<>();
    final Map<String, String> data = new TreeMap<>(Map.of("shop.data", "one\ntwo\n"));
    private Effects effects = new Effects();
    final MemoryApi api = new MemoryApi(effects, clock);
    final MemoryRepository repository = new MemoryRepository(() -> effects);
    private final JsonMapper mapper = Json.mapper();
    private @Nullable String closed;
    private @Nullable String failingHook;
    private Ownership.Claim claim = Ownership.Claim.OURS;
    BackupReconciler backups;
    ScheduleReconciler schedules;
    GroupReconciler groups;
    Runs<BackupWork.Done> runs;
    Runs<BackupWork.Done> groupRuns;

    BackupWorld(@Nullable BackupPolicy policy) {
        asUser(() -> {
            api.create(ResourceType.NODE, Nodes.ready("a"));
            api.create(
                    ResourceType.BACKUP_REPOSITORY,
                    new BackupRepository(
                            ObjectMeta.toCreate(null, "store", Map.of(), List.of(), List.of()),
                            read("{\"local\":{\"path\":\"/backups\"},\"encryption\":{}}", BackupRepository.Spec.class),
                            null));
            status(
                    ResourceType.BACKUP_REPOSITORY,
                    "",
                    "store",
                    "{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Ready\",\"message\":\"\","
                            + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}");
            volume("data", policy);
            container("web-1-0", "data", DesiredState.Running);
            container("off-1-0", "data", DesiredState.Stopped);
        });
        restart();
    }

    void volume(String name, @Nullable BackupPolicy policy) {
        Volume.Spec spec = read(
                "{\"driver\":\"local\",\"reclaimPolicy\":\"Retain\",\"accessMode\":\"ReadWriteMany\"}",
                Volume.Spec.class);
        Volume.Spec with =
                new Volume.Spec(null, "a", "local", Map.of(), spec.reclaimPolicy(), spec.accessMode(), null, policy);
        api.create(
                ResourceType.VOLUME,
                new Volume(ObjectMeta.toCreate(NS, name, Map.of(), List.of(), List.of()), with, null));
        status(ResourceType.VOLUME, NS, name, "{\"nodeName\":\"a\",\"dockerVolume\":\"shop." + name + "\"}");
    }

    void container(String name, String volume, DesiredState state) {
        ContainerTemplate template = Templates.changed(
                Templates.image("app:1"),
                json -> json.putArray("volumes")
                        .addObject()
                        .put("mountPath", "/data")
                        .put("volume", volume));
        var spec = new Container.Spec("web", 1, 0, "a", state, template, Duration.ZERO, true, null);
        api.create(
                ResourceType.CONTAINER,
                new Container(ObjectMeta.toCreate(NS, name, Map.of(), List.of(), List.of()), spec, null));
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    void status(ResourceType<?> type, String namespace, String name, String json) {
        ObjectNode patch = mapper.createObjectNode();
        patch.set("status", read(json, ObjectNode.class));
        api.patchStatus(type, namespace, name, patch);
    }

    /** The controller's process is started anew. */
    void restart() {
        effects = new Effects();
        api.effects(effects);
        runs = new Runs<>(new Places(1, 3), key -> {}, Runnable::run);
        groupRuns = new Runs<>(new Places(1, 3), key -> {}, Runnable::run);
        var caches = caches();
        var work = new BackupWork(
                this::hook,
                (node, volume) -> {
                    reads.add(volume + " while " + still());
                    String content = data.get(volume);
                    if (content == null) {
                        throw new HostException(HostException.Kind.GONE, "no such volume: " + volume, null);
                    }
                    return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
                },
                name -> repository,
                new Manifests(caches, "installation"),
                backup -> claim == Ownership.Claim.OURS,
                "installation",
                clock,
                Duration.ZERO);
        schedules = new ScheduleReconciler(this::fenced, caches, recorder(), clock);
        groups = new GroupReconciler(
                api,
                api.lister(ResourceType.NAMESPACE_BACKUP, Map.of()),
                new GroupGatherer(api, caches, this::access, clock),
                groupRuns,
                new GroupWork(
                        this::hook, name -> repository, new NamespaceArchive(this::objects), "installation", clock),
                recorder());
        backups = new BackupReconciler(
                api, caches, this::access, shard -> claim, backup -> "node/a", runs, work, recorder(), clock);
    }

    /** The API as this server has it for a Volume that it may have lost. */
    ApiClient fenced(String volume) {
        return new FencedClient(api, shard -> claim, volume);
    }

    private HostAccess access(String node) {
        return closed == null ? new HostAccess.Open(new FakeHost(effects, clock)) : new HostAccess.Closed(closed);
    }

    /** An API with one ConfigMap, one Release and one object that another one controls. */
    private Optional<JsonNode> objects(String path) {
        return switch (path) {
            case "/api/v1" ->
                Optional.of(read(
                        "{\"resources\":[{\"name\":\"configmaps\",\"kind\":\"ConfigMap\",\"namespaced\":true,"
                                + "\"verbs\":[\"list\"]}]}",
                        ObjectNode.class));
            case "/apis" -> Optional.of(read("{\"groups\":[]}", ObjectNode.class));
            case "/api/v1/namespaces/shop/configmaps" ->
                Optional.of(read(
                        "{\"items\":[{\"metadata\":{\"name\":\"settings\",\"uid\":\"1\"},\"data\":{\"a\":\"b\"}},"
                                + "{\"metadata\":{\"name\":\"made\",\"ownerReferences\":[{\"controller\":true}]}}]}",
                        ObjectNode.class));
            default -> Optional.empty();
        };
    }

    BackupCaches caches() {
        return new BackupCaches(
                lister(
                        ResourceType.VOLUME_BACKUP,
                        backup -> List.of(NS + "/" + backup.spec().volume())),
                lister(ResourceType.VOLUME, v -> List.of()),
                lister(ResourceType.BACKUP_REPOSITORY, v -> List.of()),
                lister(ResourceType.VOLUME_RESTORE, v -> List.of()),
                lister(
                        ResourceType.CONTAINER,
                        container -> container.spec().template().volumes().stream()
                                .map(mount -> NS + "/" + mount.volume())
                                .toList()),
                lister(ResourceType.APPLICATION, v -> List.of()),
                lister(ResourceType.NODE, v -> List.of()));
    }

    <T extends Resource> Lister<T> lister(ResourceType<T> type, Function<? super T, Collection<String>> volumes) {
        return api.lister(type, Map.of("volume", volumes));
    }

    private void hook(String node, HookCall hook) {
        String what = hook.command().getFirst() + " in " + hook.container();
        Boolean _ = effects.perform("hook " + what, () -> hooks.add(what + still(hook.container())));
        if (hook.command().getFirst().equals(failingHook)) {
            throw new HostException(
                    HostException.Kind.START_FAILED, "its hook \"" + failingHook + "\" exited with code 1", null);
        }
    }

    /** A hook that runs beside nothing would fail on an engine. */
    private String still(String container) {
        return state(container) == State.Running ? "" : " which does not run";
    }

    /** Containers that keep still. */
    private List<String> still() {
        return api.list(ResourceType.CONTAINER).items().stream()
                .filter(container -> state(container.metadata().name()) != State.Running)
                .map(container -> container.metadata().name() + " "
                        + state(container.metadata().name()))
                .toList();
    }

    /** Names of containers that are to keep still. */
    List<String> told() {
        return api.list(ResourceType.CONTAINER).items().stream()
                .filter(container -> container.spec().quiesce() != null)
                .map(container -> container.metadata().name())
                .toList();
    }

    State state(String name) {
        Container.Status status =
                api.find(ResourceType.CONTAINER, NS, name).orElseThrow().status();
        return status == null ? State.Pending : status.state();
    }

    EventRecorder recorder() {
        return new EventRecorder() {
            @Override
            public <T extends Resource> void normal(ResourceType<T> type, T about, String reason, String message) {
                events.add(reason);
            }

            @Override
            public <T extends Resource> void warning(ResourceType<T> type, T about, String reason, String message) {
                events.add(reason + ": " + message);
            }
        };
    }

    void failHook(@Nullable String command) {
        failingHook = command;
    }

    void close(@Nullable String why) {
        closed = why;
    }

    void claim(Ownership.Claim other) {
        claim = other;
    }

    @Override
    public Effects effects() {
        return effects;
    }

    VolumeBackup submit(String name) {
        return submit(name, Map.of(), new VolumeBackup.Spec("data", "store", null, null));
    }

    VolumeBackup submit(String name, Map<String, String> annotations, VolumeBackup.Spec spec) {
        ObjectMeta metadata =
                new ObjectMeta(name, NS, null, null, 0, null, null, Map.of(), annotations, List.of(), List.of());
        List<VolumeBackup> made = new ArrayList<>();
        asUser(() -> made.add(api.create(ResourceType.VOLUME_BACKUP, new VolumeBackup(metadata, spec, null))));
        return made.getFirst();
    }

    void delete(String name) {
        String uid = backup(name).metadata().requireUid();
        asUser(() -> api.delete(ResourceType.VOLUME_BACKUP, NS, name, uid));
    }

    Volume volume() {
        return api.find(ResourceType.VOLUME, NS, "data").orElseThrow();
    }

    List<String> names() {
        return api.list(ResourceType.VOLUME_BACKUP).items().stream()
                .map(backup -> backup.metadata().name())
                .toList();
    }

    /** Time passes, and is looked at every hour. */
    void live(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plus(Duration.ofHours(1));
            for (int i = 0; i < 8; i++) {
                pass();
            }
        }
    }

    VolumeBackup backup(String name) {
        return api.find(ResourceType.VOLUME_BACKUP, NS, name).orElseThrow();
    }

    VolumeBackup.Status status(String name) {
        return Objects.requireNonNull(backup(name).status());
    }

    /** What users and engines do is no effect of the controller. */
    void asUser(Runnable change) {
        api.effects(new Effects());
        change.run();
        api.effects(effects);
    }

    /** The containers become what they are told to be. */
    void containers() {
        asUser(() -> api.list(ResourceType.CONTAINER).items().forEach(container -> {
            String name = container.metadata().name();
            if (stubborn.contains(name)) {
                return;
            }
            Container.Quiesce quiesce = container.spec().quiesce();
            State state = container.spec().desiredState() == DesiredState.Stopped
                            || (quiesce != null && quiesce.how() == Container.Quiesce.How.Stop)
                    ? State.Stopped
                    : quiesce != null ? State.Paused : State.Running;
            status(
                    ResourceType.CONTAINER,
                    NS,
                    name,
                    "{\"observedGeneration\":%d,\"containerID\":\"id-%s\",\"state\":\"%s\",\"health\":\"None\",\"restarts\":0}"
                            .formatted(container.metadata().generation(), name, state));
        }));
    }

    /** One pass over every backup. */
    void pass() {
        containers();
        if (claim == Ownership.Claim.OURS) {
            api.list(ResourceType.VOLUME).items().forEach(volume -> schedules.reconcile(volume.key()));
        }
        api.list(ResourceType.NAMESPACE_BACKUP).items().forEach(group -> groups.reconcile(group.key()));
        for (VolumeBackup backup : api.list(ResourceType.VOLUME_BACKUP).items()) {
            pass(backup.key());
        }
        containers();
    }

    Outcome pass(String key) {
        return backups.reconcile(key);
    }

    /** Passes and time until nothing changes any more. */
    void settle() {
        int quiet = 0;
        for (int i = 0; i < 300 && quiet < 8; i++) {
            long before = api.revision();
            pass();
            quiet = api.revision() == before ? quiet + 1 : 0;
            now = now.plusSeconds(2);
        }
    }

    /** Everything that has to be the same whatever happened meanwhile. */
    @Override
    public Map<String, String> summary() {
        Map<String, String> summary = new TreeMap<>();
        api.list(ResourceType.CONTAINER)
                .items()
                .forEach(container -> summary.put(
                        container.key(),
                        state(container.metadata().name()) + " "
                                + container.spec().quiesce()));
        api.list(ResourceType.VOLUME_BACKUP).items().forEach(backup -> {
            VolumeBackup.Status status = Objects.requireNonNull(backup.status());
            boolean listed = repository.manifests().stream().anyMatch(m -> m.id().equals(status.id()));
            summary.put(
                    backup.key(),
                    status.phase() + ", listed " + listed + ", quiesced " + status.quiesced() + ", finalizers "
                            + backup.metadata().finalizers());
        });
        summary.put("listed", String.valueOf(repository.manifests().size()));
        summary.put("last hook", hooks.isEmpty() ? "none" : hooks.getLast());
        return summary;
    }
}
