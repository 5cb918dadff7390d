package dev.roadstead.controller.host.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.docker.Deadlines;
import dev.roadstead.controller.host.docker.DockerHost;
import dev.roadstead.controller.host.docker.Lender;
import dev.roadstead.model.Node.Connection;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.Node.Ssh;
import dev.roadstead.model.Node.Tcp;
import dev.roadstead.model.Node.Tls;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Secret;
import dev.roadstead.testkit.SshServer;
import dev.roadstead.testkit.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connections, and the Secrets that they name. Single-threaded but for reading. */
final class Ways implements AutoCloseable {
    static final SecretRef REF = new SecretRef("infra", "engine");
    static final Deadlines QUICK = new Deadlines(
            Duration.ofSeconds(5),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10));

    private final Map<String, Secret> secrets = new HashMap<>();
    final Transports transports =
            new Transports((namespace, name) -> Optional.ofNullable(secrets.get(namespace + "/" + name)));

    void secret(Map<String, byte[]> data) {
        ObjectMeta metadata = ObjectMeta.toCreate(REF.namespace(), REF.name(), Map.of(), List.of(), List.of());
        secrets.put("infra/engine", new Secret(metadata, data));
    }

    void secret(TestAuthority trusted, TestAuthority.Issued own) {
        secret(Map.of(
                "ca.crt", bytes(trusted.certificate()),
                "tls.crt", bytes(own.certificate()),
                "tls.key", bytes(own.key())));
    }

    DockerHost tls(String host, int port) {
        return open(new Connection(null, new Tcp(host, port, new Tls(REF)), null));
    }

    static Connection plain(String host, int port) {
        return new Connection(null, new Tcp(host, port, null), null);
    }

    DockerHost ssh(SshServer server, String hostKey, String socketPath) {
        return open(new Connection(
                null, null, new Ssh("127.0.0.1", server.port(), server.user(), REF, hostKey, socketPath)));
    }

    DockerHost open(Connection connection) {
        return new DockerHost(transports.to(connection), QUICK, new Lender("test", InstantSource.system()));
    }

    /** Why a host's engine cannot be asked. */
    static HostException failure(DockerHost host) {
        @Nullable HostException failure = catchThrowableOfType(HostException.class, host::info);
        assertThat(failure).as("failure").isNotNull();
        return failure;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        transports.close();
    }
}
