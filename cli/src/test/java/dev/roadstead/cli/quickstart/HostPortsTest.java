package dev.roadstead.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.cli.console.CliException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostPortsTest {
    private final JsonNode hello = Manifests.read(Path.of(System.getProperty("project.root"), "examples", "quickstart"))
            .getFirst();

    @Test
    void theExamplePublishesOnePort() {
        assertThat(HostPorts.published(hello))
                .hasValueSatisfying(
                        port -> assertThat(port.path("hostPort").asInt()).isEqualTo(8080));
    }

    @Test
    void takesTheFirstFreePort() {
        assertThat(HostPorts.choose(8080, Optional.empty(), port -> true)).isEqualTo(8080);
        assertThat(HostPorts.choose(8080, Optional.empty(), port -> port > 8082))
                .isEqualTo(8083);
    }

    @Test
    void keepsThePortThatTheApplicationHas() {
        assertThat(HostPorts.choose(9090, Optional.of(hello), port -> true)).isEqualTo(8080);
    }

    @Test
    void saysThatNoneIsFree() {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> HostPorts.choose(8080, Optional.empty(), port -> false))
                .withMessageContaining("8080 to 8179");
    }

    @Test
    void aPortThatSomethingListensOnIsNotFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(HostPorts.free(taken.getLocalPort())).isFalse();
        }
    }
}
