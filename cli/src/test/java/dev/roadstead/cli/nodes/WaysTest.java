package dev.roadstead.cli.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.nodes.Probe.Found;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.testkit.SshServer;
import dev.roadstead.testkit.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaysTest {
    private static final SecretRef REF = new SecretRef("roadstead-system", "node-web");

    @TempDir
    private Path home;

    private Surroundings surroundings() {
        return new Surroundings(home, "ann", Map.of());
    }

    @Test
    void addressesAreReadAsDockersToolsWriteThem() {
        assertThat(EngineUrl.parse("unix:///var/run/docker.sock"))
                .isEqualTo(new EngineUrl.Unix("/var/run/docker.sock"));
        assertThat(EngineUrl.parse("tcp://[::1]:2375")).isEqualTo(new EngineUrl.Tcp("::1", 2375));
        assertThat(EngineUrl.parse("ssh://deploy@web-3:2222"))
                .isEqualTo(new EngineUrl.Ssh("deploy", "web-3", 2222, "/var/run/docker.sock"));
        for (String bad : List.of("npipe:////./pipe/docker_engine", "web-3", "tcp://", "ssh:// x")) {
            assertThatThrownBy(() -> EngineUrl.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected unix:///PATH");
        }
    }

    @Test
    void aContextWithCertificatesBecomesANodeAndItsSecret() throws IOException {
        Path meta = Files.createDirectories(home.resolve(".docker/contexts/meta/abc"));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"Web_3\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"tcp://web-3:2376\"}}}");
        Path tls = Files.createDirectories(home.resolve(".docker/contexts/tls/abc/docker"));
        for (String file : List.of("ca", "cert", "key")) {
            Files.writeString(tls.resolve(file + ".pem"), file);
        }
        DockerContexts.Context context =
                DockerContexts.in(surroundings().dockerConfig()).getFirst();
        assertThat(context.name()).isEqualTo("Web_3");
        assertThat(NodeManifests.nodeName(context.name())).isEqualTo("web-3");
        Way way = Way.to(EngineUrl.parse(context.host()), context.tls(), surroundings(), REF);
        List<ObjectNode> manifests = NodeManifests.of("web", way);
        assertThat(manifests).hasSize(2);
        assertThat(manifests.getFirst().at("/data/tls.key").asText()).isEqualTo("a2V5");
        assertThat(manifests
                        .getLast()
                        .at("/spec/connection/tcp/tls/secretRef/name")
                        .asText())
                .isEqualTo("node-web");
        assertThat(way.toString()).doesNotContain("a2V5");
    }

    @Test
    void anSshContextNeedsAHostKeyThatSomebodyHasLookedAt() throws IOException {
        EngineUrl url = EngineUrl.parse("ssh://web-3");
        assertThatThrownBy(() -> Way.to(url, home, surroundings(), REF))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no key of web-3; connect to it once with ssh");
        Path ssh = Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(ssh.resolve("known_hosts"), "web-3 ssh-ed25519 " + KEY + "\n");
        Files.writeString(ssh.resolve("id_ed25519"), "the key");
        Way way = Way.to(url, home, surroundings(), REF);
        assertThat(way.connection().ssh()).satisfies(connection -> {
            assertThat(connection).isNotNull();
            assertThat(connection.user()).isEqualTo("ann");
            assertThat(connection.hostKey()).isEqualTo("ssh-ed25519 " + KEY);
        });
    }

    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIJqk3Rrn1+M6pyWFb0ocqLMBPnOJQjDUHnYoVYzXPAbK";

    @Test
    void aProbeAsksARealEngineByItsSocketAndOverSsh() throws IOException {
        Found local = new Probe(surroundings())
                .one(new EngineUrl.Unix(TestEngine.socket().toString()), "socket");
        assertThat(local.problem()).isNull();
        try (SshServer server = SshServer.start()) {
            Path ssh = Files.createDirectories(home.resolve(".ssh"));
            Files.writeString(
                    ssh.resolve("known_hosts"),
                    "[127.0.0.1]:" + server.port() + " " + server.hostKey("ed25519") + "\n");
            Files.write(ssh.resolve("id_ed25519"), server.userKey("ed25519"));
            EngineUrl url = EngineUrl.parse("ssh://root@127.0.0.1:" + server.port() + TestEngine.socket());
            Found remote = new Probe(surroundings()).one(url, "--host");
            assertThat(remote.problem()).isNull();
            assertThat(remote.engine()).isEqualTo(local.engine());
        }
        assertThat(ProbeReport.table(List.of(local)).getLast())
                .contains("linux/")
                .contains("Gi");
    }

    @Test
    void whatDoesNotAnswerSaysWhyBelowItsLine() {
        Found found = new Probe(surroundings()).one(new EngineUrl.Unix("/no/docker.sock"), "--host");
        assertThat(ProbeReport.table(List.of(found)).getLast()).contains("there is no such socket");
        assertThat(ProbeReport.tree(List.of(found)).getFirst()).containsEntry("reachable", false);
    }
}
