package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumesFrom;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.model.Labels;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The gate lets through what ContainerSpecs makes, and nothing beside it. */
final class PolicyGateTest {
    private static HostConfig allowed() {
        return ContainerSpecs.hostConfig(Blueprints.sleeper("gate"));
    }

    @Test
    void whatWeMakeOfABlueprintPasses() {
        assertThatCode(() -> PolicyGate.check("c", allowed())).doesNotThrowAnyException();
    }

    @Test
    void everyFieldOfHostConfigHasARule() {
        List<String> fields = Stream.of(HostConfig.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(field -> field.getName())
                .toList();

        assertThat(PolicyGate.RULES).extracting(HostConfigRule::field).containsExactlyInAnyOrderElementsOf(fields);
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
    void labelsThatOthersActUponAreRefused() {
        assertThatCode(() -> PolicyGate.checkLabels("c", Set.of("com.example/team", Labels.MANAGED_BY)))
                .doesNotThrowAnyException();
        for (String label : List.of("traefik.enable", "roadstead.dev/else")) {
            assertThatThrownBy(() -> PolicyGate.checkLabels("c", Set.of("a", label)))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.kind()).isEqualTo(HostException.Kind.REFUSED))
                    .hasMessageContaining(label);
        }
    }

    private static DynamicTest refused(String field, Consumer<HostConfig> change) {
        return DynamicTest.dynamicTest(field, () -> {
            HostConfig config = allowed();
            change.accept(config);
            assertThatThrownBy(() -> PolicyGate.check("c", config))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.kind()).isEqualTo(HostException.Kind.REFUSED))
                    .hasMessageContaining("policy: " + field + " is");
        });
    }
}
