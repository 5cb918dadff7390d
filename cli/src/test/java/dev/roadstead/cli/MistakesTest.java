package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type and do wrong: each is told what was wrong, and what to do. */
class MistakesTest {
    @TempDir
    private Path folder;

    @Test
    void aMistypedWordIsNamedAndWhatWasMeantIsGuessed() {
        assertThat(RecordedProgram.run("stauts").err())
                .startsWith("roadstead: roadstead has no command 'stauts'; did you mean ")
                .contains("status");
        assertThat(RecordedProgram.run("rollout", "histroy", "web").err())
                .contains("roadstead rollout has no command 'histroy'; did you mean history")
                .contains("Try: roadstead rollout --help");
        assertThat(RecordedProgram.run("stop", "--dryrun").err())
                .contains("roadstead stop has no option '--dryrun'; did you mean --dry-run");
        assertThat(RecordedProgram.run("help", "nod").err())
                .startsWith("roadstead: roadstead has no command 'nod'; did you mean node");
        assertThat(RecordedProgram.run("help", "rollout", "nope")).isEqualTo(RecordedProgram.run("rollout", "nope"));
        assertThat(RecordedProgram.run("down", "now").err()).contains("roadstead down does not take 'now'");
        assertThat(RecordedProgram.run("restore", "namespace", "shop").err())
                .startsWith("roadstead: Missing required argument");
    }

    @Test
    void aGroupAloneIsWrongUsageAndListsItsCommands() {
        for (String group : List.of("", "rollout", "volume", "node")) {
            RecordedProgram run = group.isEmpty() ? RecordedProgram.run() : RecordedProgram.run(group);
            assertThat(run.exitCode()).as(group).isEqualTo(2);
            assertThat(run.err()).as(group).startsWith("roadstead: name a command of roadstead");
            assertThat(run.err()).as(group).contains("Usage: ").contains("Commands:");
        }
    }

    @Test
    void aFolderWithoutServerAndAServerThatIsAwayNameTheWayOut() throws Exception {
        for (List<String> command : List.of(
                List.of("volume", "ls"),
                List.of("rollout", "status", "web"),
                List.of("audit", "verify"),
                List.of("usage"))) {
            RecordedProgram none = runIn(folder, command);
            assertThat(none.exitCode()).isEqualTo(1);
            assertThat(none.err().lines()).hasSize(1);
            assertThat(none.err()).contains("there is no server in " + folder).contains("roadstead up");
        }
        Path away = Files.createDirectory(folder.resolve("away"));
        String server;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            server = "http://127.0.0.1:" + free.getLocalPort();
        }
        kubeconfig(away, server);
        for (List<String> command :
                List.of(List.of("volume", "ls"), List.of("rollout", "status", "web"), List.of("stop", "web"))) {
            RecordedProgram run = runIn(away, command);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("the server does not answer")
                    .contains(server)
                    .contains(": nothing listens there)")
                    .contains("roadstead up")
                    .doesNotContain("java.");
        }
    }

    @Test
    void aKubeconfigThatIsOfNoUseIsNamed() throws Exception {
        Path file = folder.resolve("admin.kubeconfig");
        for (String server : List.of("localhost", "ftp://localhost", "https://")) {
            kubeconfig(folder, server);
            assertUseless("server is " + server + ", expected an address such as https://127.0.0.1:7443");
        }
        kubeconfig(folder, "https://127.0.0.1:1");
        Files.writeString(
                file, Files.readString(file).replace("{server:", "{certificate-authority-data: aGVsbG8=, server:"));
        assertUseless("the certificate authority of the API server is not readable");
        Files.writeString(file, "{{{{");
        assertUseless("line 1 is no YAML");
    }

    private void assertUseless(String why) {
        RecordedProgram run = runIn(folder, List.of("volume", "ls"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err())
                .contains(folder.resolve("admin.kubeconfig") + " (")
                .contains(why)
                .contains("the server writes it when it starts: 'roadstead up'");
        assertThat(RecordedProgram.run("complete-names", "--data-dir", folder.toString(), "--", "stop", ""))
                .isEqualTo(new RecordedProgram(0, "", ""));
    }

    @Test
    void valuesThatAreNoneOfTheirKind() {
        RecordedProgram since = RecordedProgram.run("audit", "export", "--since", "yesterday");
        assertThat(since.exitCode()).isEqualTo(2);
        assertThat(since.err()).contains("'yesterday' is no time, such as 2026-11-21T12:00:00Z");
        RecordedProgram login = RecordedProgram.run("login", "https://a b");
        assertThat(login.exitCode()).isEqualTo(2);
        assertThat(login.err())
                .contains("'https://a b' is no URL, such as https://")
                .doesNotContain("java.");
    }

    static void kubeconfig(Path dataDir, String server) throws IOException {
        Files.writeString(dataDir.resolve("admin.kubeconfig"), """
            apiVersion: v1
            kind: Config
            current-context: roadstead
            contexts: [{name: roadstead, context: {cluster: roadstead, user: admin}}]
            clusters: [{name: roadstead, cluster: {server: "%s"}}]
            users: [{name: admin, user: {token: some}}]
            """.formatted(server));
    }

    private static RecordedProgram runIn(Path dataDir, List<String> command) {
        return RecordedProgram.run(Stream.concat(command.stream(), Stream.of("--data-dir", dataDir.toString()))
                .toArray(String[]::new));
    }

    @Test
    void withoutATerminalNobodyIsAsked() {
        String url = "https://127.0.0.1:1";
        RecordedProgram login = RecordedProgram.run("login", url, "--user", "ada", "--data-dir", folder.toString());
        assertThat(login.err().lines())
                .containsExactly("roadstead: there is no terminal to ask on for \"Password\"; use --password-stdin, or"
                        + " --device");
        RecordedProgram register =
                RecordedProgram.run("register", url, "--name", "ada", "--data-dir", folder.toString());
        assertThat(register.err().lines())
                .containsExactly("roadstead: there is no terminal to ask on for \"Token\"; give --token");
    }

    @Test
    void anAuthorityThatIsNoneIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.crt"), "no certificate");
        RecordedProgram run = RecordedProgram.run(
                "login",
                "https://127.0.0.1:1",
                "--user",
                "ada",
                "--ca",
                file.toString(),
                "--data-dir",
                folder.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("--ca " + file).contains("expected one or more in PEM");
    }

    @Test
    void aFileOfNoManifestsIsNamed() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.yaml"));
        Path text = Files.writeString(folder.resolve("text.yaml"), "just words\n");
        kubeconfig(folder, "http://127.0.0.1:1");
        assertThat(runIn(folder, List.of("plan", "-f", empty.toString())).err())
                .isEqualToIgnoringNewLines(
                        "roadstead: " + empty + " has no object in it, expected manifests as kubectl apply takes them");
        assertThat(runIn(folder, List.of("plan", "-f", text.toString())).err())
                .isEqualToIgnoringNewLines("roadstead: " + text + " has \"just words\" in the place of an object,"
                        + " expected apiVersion, kind, metadata and so on");
    }
}
