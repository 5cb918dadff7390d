package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumesFrom;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.PolicyLevel;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The gate lets through what ContainerSpecs makes, and nothing beside it. */
final class PolicyGateTest {
    private static Blueprint sleeper() {
        return Blueprints.sleeper("gate");
    }

    private static HostConfig allowed() {
        return ContainerSpecs.hostConfig(sleeper());
    }

    @Test
    void whatWeMakeOfABlueprintPasses() {
        assertThatCode(() -> PolicyGate.check(sleeper(), allowed())).doesNotThrowAnyException();
    }

    @Test
    void everyFieldOfHostConfigHasARule() {
        List<String> fields = Stream.of(HostConfig.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(field -> field.getName())
                .toList();

        assertThat(PolicyGate.RULES).extracting(HostConfigRule::field).containsExactlyInAnyOrderElementsOf(fields);
    }

    @Test
    void everyFieldOfTheContainersConfigurationHasARule() {
        List<String> fields = Stream.of(ContainerConfig.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(field -> field.getName())
                .toList();

        assertThat(ConfigRule.RULES).extracting(ConfigRule::field).containsExactlyInAnyOrderElementsOf(fields);
    }

    @Test
    void aLevelGrantsWhatItIsForAndNoMore() {
        List<Consumer<HostConfig>> privileges = List.of(
                c -> c.withPrivileged(true),
                c -> c.withNetworkMode("host"),
                c -> c.withCapAdd(Capability.SYS_ADMIN),
                c -> c.withSecurityOpts(List.of("no-new-privileges", "seccomp=unconfined", "apparmor=unconfined")),
                c -> c.withMounts(List.of(
                        new Mount().withType(MountType.BIND).withSource("/").withTarget("/host"))));
        for (Consumer<HostConfig> privilege : privileges) {
            HostConfig config = allowed();
            privilege.accept(config);
            assertThatCode(() -> PolicyGate.check(at(PolicyLevel.PRIVILEGED, "root"), config))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> PolicyGate.check(at(PolicyLevel.BASELINE, "root"), config))
                    .isInstanceOf(HostException.class);
            assertThatThrownBy(() -> PolicyGate.check(at(PolicyLevel.RESTRICTED, "1000"), config))
                    .isInstanceOf(HostException.class);
        }
    }

    @Test
    void notEvenPrivilegedMayDoWithoutWhatIsAlwaysSet() {
        List<Consumer<HostConfig>> changes = List.of(
                c -> c.withSecurityOpts(List.of()),
                c -> c.withPidMode("host"),
                c -> c.withBinds(Bind.parse("/:/host")),
                c -> c.withDevices(Device.parse("/dev/sda")),
                c -> c.withMemory(0L),
                c -> c.withPidsLimit(0L));
        for (Consumer<HostConfig> change : changes) {
            HostConfig config = allowed();
            change.accept(config);
            assertThatThrownBy(() -> PolicyGate.check(at(PolicyLevel.PRIVILEGED, "root"), config))
                    .isInstanceOf(HostException.class);
        }
    }

    @Test
    void restrictedIsForNumberedUsersThatDropEverything() {
        assertThatCode(() -> PolicyGate.check(at(PolicyLevel.RESTRICTED, "1000"), allowed()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PolicyGate.check(at(PolicyLevel.RESTRICTED, null), allowed()))
                .hasMessageContaining("user is null");
        HostConfig keeping = allowed().withCapDrop();
        assertThatThrownBy(() -> PolicyGate.check(at(PolicyLevel.RESTRICTED, "1000"), keeping))
                .hasMessageContaining("capDrop");
    }

    private static Blueprint at(PolicyLevel level, @Nullable String user) {
        Blueprint b = sleeper();
        return Blueprints.with(b, level, List.of(), b.security(), false, user);
    }

    @TestFactory
    Stream<DynamicTest> whatGrantsMoreIsRefused() {
        return Stream.of(
                        refused("privileged", c -> c.withPrivileged(true)),
                        refused("networkMode", c -> c.withNetworkMode("host")),
                        refused("networkMode", c -> c.withNetworkMode("container:abc")),
                        refused("networkMode", c -> c.withNetworkMode("bridge")),
                        refused("pidMode", c -> c.withPidMode("host")),
                        refused("ipcMode", c -> c.withIpcMode("host")),
                        refused("utSMode", c -> c.withUtSMode("host")),
                        refused("usernsMode", c -> c.withUsernsMode("host")),
                        refused("cgroupnsMode", c -> c.withCgroupnsMode("host")),
                        refused("binds", c -> c.withBinds(Bind.parse("/:/host"))),
                        refused("binds", c -> c.withBinds(Bind.parse("/var/run/docker.sock:/s"))),
                        refused(
                                "mounts",
                                c -> c.withMounts(
                                        List.of(new Mount().withSource("/").withTarget("/host")))),
                        refused(
                                "mounts",
                                c -> c.withMounts(List.of(new Mount()
                                        .withType(MountType.VOLUME)
                                        .withSource("/etc")
                                        .withTarget("/host")))),
                        refused("devices", c -> c.withDevices(Device.parse("/dev/sda"))),
                        refused("deviceCgroupRules", c -> c.withDeviceCgroupRules(List.of("a *:* rwm"))),
                        refused("volumesFrom", c -> c.withVolumesFrom(new VolumesFrom("other"))),
                        refused("capAdd", c -> c.withCapAdd(Capability.NET_BIND_SERVICE, Capability.SYS_ADMIN)),
                        refused("capAdd", c -> c.withCapAdd(Capability.ALL)),
                        refused("securityOpts", c -> c.withSecurityOpts(List.of())),
                        refused(
                                "securityOpts",
                                c -> c.withSecurityOpts(List.of("no-new-privileges", "seccomp=unconfined"))),
                        refused(
                                "securityOpts",
                                c -> c.withSecurityOpts(List.of("no-new-privileges", "systempaths=unconfined"))),
                        refused("sysctls", c -> c.withSysctls(Map.of("kernel.shmmax", "1"))),
                        refused("cgroupParent", c -> c.withCgroupParent("/")),
                        refused("runtime", c -> c.withRuntime("nvidia")),
                        refused("ulimits", c -> c.withUlimits(List.of(new Ulimit("nofile", 1L, 1L)))),
                        refused("oomKillDisable", c -> c.withOomKillDisable(true)),
                        refused("oomScoreAdj", c -> c.withOomScoreAdj(-1000)),
                        refused("memory", c -> c.withMemory(0L)),
                        refused("memorySwap", c -> c.withMemorySwap(-1L)),
                        refused("pidsLimit", c -> c.withPidsLimit(-1L)),
                        refused("init", c -> c.withInit(false)),
                        refused("autoRemove", c -> c.withAutoRemove(true)),
                        refused("publishAllPorts", c -> c.withPublishAllPorts(true)),
                        refused("restartPolicy", c -> c.withRestartPolicy(RestartPolicy.alwaysRestart())),
                        refused("logConfig", c -> c.withLogConfig(new LogConfig(LoggingType.NONE))),
                        refused("logConfig", c -> c.withLogConfig(new LogConfig(LoggingType.JSON_FILE))),
                        refused(
                                "portBindings",
                                c -> c.withPortBindings(new Ports(ExposedPort.tcp(80), Ports.Binding.bindPort(80)))))
                .map(test -> test);
    }

    @Test
    void labelsThatDomainsAskForAreNotPeoples() {
        Blueprint asked = Blueprints.withRouteLabels(labelled("traefik.enable"), Set.of("traefik.enable"));
        PolicyGate.check(asked, ContainerSpecs.hostConfig(asked));
        Blueprint more = Blueprints.withRouteLabels(labelled("traefik.http.else"), Set.of("traefik.enable"));
        assertThatThrownBy(() -> PolicyGate.check(more, ContainerSpecs.hostConfig(more)))
                .hasMessageContaining("traefik.http.else");
    }

    @Test
    void labelsThatOthersActUponAreRefused() {
        assertThatCode(() -> PolicyGate.check(labelled("com.example/team"), allowed()))
                .doesNotThrowAnyException();
        for (String label : List.of("traefik.enable", "roadstead.dev/else")) {
            assertThatThrownBy(() -> PolicyGate.check(labelled(label), allowed()))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.kind()).isEqualTo(HostException.Kind.REFUSED))
                    .hasMessageContaining(label);
        }
    }

    private static Blueprint labelled(String label) {
        Map<String, String> labels = new HashMap<>(sleeper().labels());
        labels.put(label, "x");
        return Blueprints.with(sleeper(), EngineFixture.IMAGE, labels);
    }

    private static DynamicTest refused(String field, Consumer<HostConfig> change) {
        return DynamicTest.dynamicTest(field, () -> {
            HostConfig config = allowed();
            change.accept(config);
            assertThatThrownBy(() -> PolicyGate.check(sleeper(), config))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.kind()).isEqualTo(HostException.Kind.REFUSED))
                    .hasMessageContaining("policy level baseline: " + field + " is");
        });
    }
}
