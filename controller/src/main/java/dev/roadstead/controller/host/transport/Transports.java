package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.docker.BarredException;
import dev.roadstead.controller.host.docker.DockerTransport;
import dev.roadstead.controller.host.docker.UnixTransport;
import dev.roadstead.model.Node.Connection;
import dev.roadstead.model.Node.Ssh;
import dev.roadstead.model.Node.Tcp;
import java.nio.file.Path;

/** Makes the way to an engine that a Node describes. Thread-safe; closing it ends all that go over SSH. */
public final class Transports implements AutoCloseable {
    private final SecretReader secrets;
    private final SshSessions sessions = new SshSessions();

    public Transports(SecretReader secrets) {
        this.secrets = secrets;
    }

    /** Reads the Secret, but does not connect; what is wrong with it every call over the transport says. */
    public DockerTransport to(Connection connection) {
        if (connection.tcp() != null) {
            return tcp(connection.tcp());
        }
        if (connection.ssh() != null) {
            return ssh(connection.ssh());
        }
        if (connection.unix() != null) {
            return new UnixTransport(Path.of(connection.unix().path()));
        }
        return new BarredTransport("-", "the Node names no connection; set spec.connection.unix, tcp or ssh");
    }

    private DockerTransport tcp(Tcp tcp) {
        TcpTransport plain = new TcpTransport(tcp.host(), tcp.port(), null);
        if (tcp.tls() == null) {
            return plain;
        }
        try {
            SecretData secret = SecretData.read(secrets, tcp.tls().secretRef());
            return new TcpTransport(tcp.host(), tcp.port(), MutualTls.of(secret));
        } catch (BarredException e) {
            return new BarredTransport(plain.address(), String.valueOf(e.getMessage()));
        }
    }

    private DockerTransport ssh(Ssh ssh) {
        try {
            SecretData secret = SecretData.read(secrets, ssh.secretRef());
            SshTarget target = new SshTarget(
                    ssh.host(),
                    ssh.port(),
                    ssh.user(),
                    PrivateKeys.read(secret.get("ssh-privatekey", "ssh-privatekey"), secret.describe("ssh-privatekey")),
                    SshTarget.hostKey(ssh.hostKey()));
            return new SshTransport(sessions, target, ssh.socketPath());
        } catch (BarredException e) {
            String address = "ssh://" + ssh.user() + "@" + ssh.host() + ":" + ssh.port();
            return new BarredTransport(address, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}
