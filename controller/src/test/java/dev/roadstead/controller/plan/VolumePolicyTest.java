package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumePolicyTest {
    private static List<String> at(PolicyLevel level, String driver, Map<String, String> options) {
        return VolumePolicy.refusals(driver, options, level);
    }

    private static Map<String, String> tmpfs(String mountOptions) {
        return Map.of("type", "tmpfs", "device", "tmpfs", "o", mountOptions);
    }

    @Test
    void whatNeedsNothingOfTheHostIsAllowedAtAnyLevel() {
        for (PolicyLevel level : PolicyLevel.values()) {
            assertThat(at(level, "local", Map.of())).isEmpty();
            assertThat(at(level, "local", tmpfs("size=1m,uid=1000,mode=0700,noexec")))
                    .isEmpty();
        }
    }

    @Test
    void whatShowsTheHostOrAnotherMachineNeedsPrivileged() {
        List<Map<String, String>> reaching = List.of(
                Map.of("type", "none", "device", "/", "o", "bind"),
                Map.of("device", "/", "o", "bind"),
                Map.of("type", "nfs", "device", ":/export", "o", "addr=10.0.0.1,rw"),
                Map.of("type", "cifs", "device", "//nas/share", "o", "username=a,password=b"),
                Map.of("type", "ext4", "device", "/dev/sda1"),
                // mount -t tmpfs -o bind is a bind mount.
                Map.of("type", "tmpfs", "device", "/", "o", "bind"),
                tmpfs("bind"),
                tmpfs("size=1m,rbind"),
                tmpfs("remount"),
                Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=1m", "extra", "x"));
        for (Map<String, String> options : reaching) {
            assertThat(at(PolicyLevel.PRIVILEGED, "local", options)).isEmpty();
            assertThat(at(PolicyLevel.BASELINE, "local", options))
                    .as("%s", options)
                    .containsExactly(
                            "driverOptions other than those of a plain tmpfs need policy level privileged; the namespace has baseline");
            assertThat(at(PolicyLevel.RESTRICTED, "local", options)).hasSize(1);
        }
    }

    @Test
    void otherDriversNeedPrivileged() {
        assertThat(at(PolicyLevel.PRIVILEGED, "rexray/ebs", Map.of())).isEmpty();
        assertThat(at(PolicyLevel.BASELINE, "rexray/ebs", Map.of()))
                .containsExactly(
                        "volumes of driver rexray/ebs need policy level privileged; the namespace has baseline");
    }
}
