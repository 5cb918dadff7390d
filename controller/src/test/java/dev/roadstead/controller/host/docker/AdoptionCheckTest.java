package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.BlueprintMount;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What speaks against taking a container over: everything that would be otherwise, and nothing else. */
class AdoptionCheckTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGE_ID = "sha256:1111";

    /** What somebody may have asked of an engine, and what the difference is to be called. */
    record Change(String named, BiConsumer<ObjectNode, ObjectNode> change) {
        @Override
        public String toString() {
            return named;
        }
    }

    static List<Change> changes() {
        return List.of(
                new Change("image", (found, _) -> found.put("Image", "sha256:2222")),
                new Change(
                        "entry point",
                        (_, config) -> config.putArray("Entrypoint").add("other")),
                new Change("arguments", (_, config) -> config.putArray("Cmd").add("other")),
                new Change("workingDir", (_, config) -> config.put("WorkingDir", "/other")),
                new Change("user", (_, config) -> config.put("User", "4711")),
                new Change("stopSignal", (_, config) -> config.put("StopSignal", "SIGUSR2")),
                new Change("tty", (_, config) -> config.put("Tty", true)),
                new Change("stdin_open", (_, config) -> config.put("OpenStdin", true)),
                new Change("hostname", (_, config) -> config.put("Hostname", "mine")),
                new Change("env differs in EXTRA", (_, config) -> ((ArrayNode) config.get("Env")).add("EXTRA=secret")),
                new Change(
                        "health check",
                        (_, config) -> config.putObject("Healthcheck")
                                .putArray("Test")
                                .add("CMD-SHELL")
                                .add("other")),
                host("privileged", host -> host.put("Privileged", true)),
                host("capAdd", host -> host.putArray("CapAdd").add("NET_ADMIN")),
                host("capDrop", host -> host.putArray("CapDrop").add("CHOWN")),
                host("security options", host -> host.putArray("SecurityOpt").add("seccomp=unconfined")),
                host("pidMode", host -> host.put("PidMode", "host")),
                host("ipcMode", host -> host.put("IpcMode", "host")),
                host("hostNetwork", host -> host.put("NetworkMode", "host")),
                host("no network can be added", host -> host.put("NetworkMode", "container:x")),
                host("extraHosts", host -> host.putArray("ExtraHosts").add("a:1.2.3.4")),
                host("dns", host -> host.putArray("Dns").add("1.2.3.4")),
                host("volumesFrom", host -> host.putArray("VolumesFrom").add("other")),
                host("groupAdd", host -> host.putArray("GroupAdd").add("docker")),
                host("sysctls", host -> host.putObject("Sysctls").put("a.b", "1")),
                host("devices", host -> host.putArray("Devices").addObject().put("PathOnHost", "/dev/x")),
                host("autoRemove", host -> host.put("AutoRemove", true)),
                host("cpusetCpus", host -> host.put("CpusetCpus", "0")),
                host("cpuShares", host -> host.put("CpuShares", 7)),
                host("memoryReservation", host -> host.put("MemoryReservation", 1 << 20)),
                host("oomScoreAdj", host -> host.put("OomScoreAdj", -500)),
                host(
                        "ulimits",
                        host -> host.putArray("Ulimits")
                                .addObject()
                                .put("Name", "core")
                                .put("Soft", 0)
                                .put("Hard", 0)),
                host("readonlyRootfs", host -> host.put("ReadonlyRootfs", true)),
                host("shmSize", host -> host.put("ShmSize", 1 << 20)),
                host(
                        "published ports",
                        host -> host.putObject("PortBindings")
                                .putArray("4/tcp")
                                .addObject()
                                .put("HostIp", "")
                                .put("HostPort", "")),
                host("at /memory is memory", host -> host.putObject("Tmpfs").put("/memory", "")),
                new Change(
                        "at /other is Docker volume",
                        (found, _) -> found.withArray("Mounts")
                                .addObject()
                                .put("Type", "volume")
                                .put("Name", "other")
                                .put("Destination", "/other")),
                new Change(
                        "at /etc is host path",
                        (found, _) -> found.withArray("Mounts")
                                .addObject()
                                .put("Type", "bind")
                                .put("Source", "/etc")
                                .put("Destination", "/etc")));
    }

    private static Change host(String named, java.util.function.Consumer<ObjectNode> change) {
        return new Change(named, (found, _) -> change.accept((ObjectNode) found.get("HostConfig")));
    }

    @RepeatedTest(200)
    void whatAnEngineMadeOfABlueprintIsAdopted() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Blueprint blueprint = blueprint(random);
        ObjectNode found = made(blueprint, image(random));
        tolerated(random, found);
        assertThat(differences(blueprint, found)).as("seed %d, %s", seed, found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsOtherwiseIsNamed(Change change) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Blueprint blueprint = blueprint(random);
            ObjectNode found = made(blueprint, image(random));
            change.change().accept(found, (ObjectNode) found.get("Config"));
            assertThat(differences(blueprint, found))
                    .as("seed %d, %s", seed, found)
                    .anySatisfy(difference -> assertThat(difference).contains(change.named()))
                    .noneSatisfy(difference -> assertThat(difference).contains("secret"));
        }
    }

    @Test
    void whatTheTemplateHasAndTheContainerLacksIsNamed() {
        Blueprint plain = blueprint(new Random(1));
        ObjectNode found = made(plain, JSON.createObjectNode());
        Blueprint more =
                with(plain, Map.of("MORE", "1"), List.of(new BlueprintMount.HostPath("/tls", "/srv/tls", true)));
        assertThat(differences(more, found)).contains("env differs in MORE", "it has nothing mounted at /tls");
    }

    @Test
    void anImageThatIsNotOnTheNodeIsSaidToBe() {
        Blueprint blueprint = blueprint(new Random(1));
        ObjectNode found = made(blueprint, JSON.createObjectNode());
        assertThat(new AdoptionCheck(blueprint, found).differences(""))
                .containsExactly("its image is sha256:1111, and app:1 is not on the node");
    }

    private static List<String> differences(Blueprint blueprint, JsonNode found) {
        return new AdoptionCheck(blueprint, found).differences(IMAGE_ID);
    }

    /** What people leave out and we do not, or the other way round, and what is set right in place. */
    private static void tolerated(Random random, ObjectNode found) {
        ObjectNode host = (ObjectNode) found.get("HostConfig");
        List<Runnable> liberties = List.of(
                () -> host.remove("Init"),
                () -> host.remove("LogConfig"),
                () -> host.remove("SecurityOpt"),
                () -> host.put("IpcMode", "shareable"),
                () -> host.put("NetworkMode", "default"),
                () -> host.putObject("RestartPolicy").put("Name", "always"),
                () -> host.put("Memory", 0).put("MemorySwap", 0),
                () -> host.put("MemorySwappiness", -1),
                () -> host.putNull("PidsLimit"),
                () -> host.putArray("Dns"),
                () -> host.put("OomKillDisable", false),
                () -> host.put("ShmSize", 67108864),
                () -> ((ObjectNode) found.get("Config").get("Labels")).put("com.example", "1"));
        liberties.stream().filter(_ -> random.nextBoolean()).forEach(Runnable::run);
    }

    private static ObjectNode image(Random random) {
        ObjectNode image = JSON.createObjectNode();
        if (random.nextBoolean()) {
            image.putArray("Env").add("PATH=/bin").add("LANG=C");
        }
        if (random.nextBoolean()) {
            image.putArray("Entrypoint").add("/entry");
            image.put("WorkingDir", "/srv").put("User", "100").put("StopSignal", "SIGQUIT");
        }
        if (random.nextBoolean()) {
            image.putArray("Cmd").add("serve");
            image.putObject("Healthcheck").putArray("Test").add("CMD").add("true");
        }
        return image;
    }

    private static Blueprint blueprint(Random random) {
        ContainerTemplate template = Templates.image("app:1");
        Map<String, String> env = new TreeMap<>(Map.of("A", "1"));
        if (random.nextBoolean()) {
            env.put("LANG", "de");
        }
        List<BlueprintMount> mounts = new ArrayList<>();
        if (random.nextBoolean()) {
            mounts.add(new BlueprintMount.Volume("/data", "theirs_data", random.nextBoolean()));
        }
        if (random.nextBoolean()) {
            mounts.add(new BlueprintMount.Tmpfs("/tmp", 1 << 20, false));
        }
        Port port = new Port(null, 80, Protocol.TCP, 8080, random.nextBoolean() ? "0.0.0.0" : "127.0.0.1", false);
        return new Blueprint(
                "shop.web.1.0",
                "app:1",
                template.imagePullPolicy(),
                random.nextBoolean() ? List.of() : List.of("/bin/web"),
                random.nextBoolean() ? List.of() : List.of("--port", "80"),
                random.nextBoolean() ? null : "/work",
                random.nextBoolean() ? null : "1000:1000",
                env,
                random.nextBoolean() ? List.of() : List.of(port),
                mounts,
                new Limits(1 << 29, 0, 512),
                null,
                Duration.ofSeconds(10),
                random.nextBoolean() ? null : "SIGINT",
                template.security(),
                Map.of("team", "shop"),
                Set.of(),
                template.logging(),
                false,
                "roadstead.shop",
                List.of("web"),
                PolicyLevel.PRIVILEGED);
    }

    private static Blueprint with(Blueprint blueprint, Map<String, String> env, List<BlueprintMount> mounts) {
        Map<String, String> all = new TreeMap<>(blueprint.environment());
        all.putAll(env);
        List<BlueprintMount> both = new ArrayList<>(blueprint.mounts());
        both.addAll(mounts);
        return new Blueprint(
                blueprint.name(),
                blueprint.image(),
                blueprint.pullPolicy(),
                blueprint.entrypoint(),
                blueprint.arguments(),
                blueprint.workingDir(),
                blueprint.user(),
                all,
                blueprint.ports(),
                both,
                blueprint.limits(),
                blueprint.execHealthCheck(),
                blueprint.stopGracePeriod(),
                blueprint.stopSignal(),
                blueprint.security(),
                blueprint.labels(),
                blueprint.routeLabels(),
                blueprint.logging(),
                blueprint.hostNetwork(),
                blueprint.network(),
                blueprint.networkAliases(),
                blueprint.policy());
    }

    /** What an engine says of what it made of a create request: what was left out is the image's. */
    private static ObjectNode made(Blueprint blueprint, ObjectNode image) {
        try {
            ObjectNode body = (ObjectNode)
                    JSON.readTree(ContainerSpecs.createBody(blueprint, ContainerSpecs.hostConfig(blueprint)));
            ObjectNode found = JSON.createObjectNode()
                    .put("Id", "abcdef".repeat(10) + "0123")
                    .put("Image", IMAGE_ID);
            found.putObject("ImageInspect").set("Config", image);
            ObjectNode config = found.putObject("Config").put("Hostname", "abcdefabcdef");
            found.set("HostConfig", body.remove("HostConfig"));
            config.setAll(body);
            boolean ownEntry = config.has("Entrypoint");
            List.of("Entrypoint", "WorkingDir", "User", "StopSignal", "Healthcheck").stream()
                    .filter(field -> !config.has(field) && image.has(field))
                    .forEach(field -> config.set(field, image.get(field)));
            if (!ownEntry && !config.has("Cmd") && image.has("Cmd")) {
                config.set("Cmd", image.get("Cmd"));
            }
            Map<String, String> env = new TreeMap<>();
            image.path("Env").forEach(text -> put(env, text));
            config.path("Env").forEach(text -> put(env, text));
            ArrayNode all = config.putArray("Env");
            env.forEach((name, value) -> all.add(name + "=" + value));
            ArrayNode mounts = found.putArray("Mounts");
            blueprint.mounts().forEach(mount -> mounts.add(mount(mount)));
            return found;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void put(Map<String, String> env, JsonNode text) {
        String[] parts = text.asText().split("=", 2);
        env.put(parts[0], parts[1]);
    }

    private static ObjectNode mount(BlueprintMount mount) {
        ObjectNode entry = JSON.createObjectNode().put("Destination", mount.path());
        return switch (mount) {
            case BlueprintMount.Volume volume ->
                entry.put("Type", "volume").put("Name", volume.dockerVolume()).put("RW", !volume.readOnly());
            case BlueprintMount.Tmpfs _ -> entry.put("Type", "tmpfs").put("RW", true);
            default -> throw new AssertionError(mount);
        };
    }
}
