package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.completion.WantedName;
import dev.roadstead.controller.loop.Key;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

class CompletionTest {
    /** What bash does at a tab; its arguments are the script, the program and the words. */
    private static final String TAB = """
            compopt() { :; } # there is none outside of a prompt
            . "$1"
            shift
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            function=$(complete -p roadstead)
            function=${function##*-F }
            ${function% *} roadstead "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    /** The same for zsh, which leaves out later what does not begin with the word. */
    private static final String ZSH_TAB = """
            autoload -U +X compinit && compinit -D -u
            source "$1"
            words=("${@[2,-1]}") COMP_WORDS=("${@[2,-1]}") CURRENT=$(($# - 1)) COMP_CWORD=$(($# - 2))
            compgen -F _roadstead_words_and_names -- "${words[-1]}"
            """;

    private final CommandSpec program =
            Roadstead.commandLine(System.out, System.err).getCommandSpec();

    @TempDir
    private Path folder;

    @Test
    void aNameIsWantedWhereAnOptionOrParameterTakesOne() {
        assertWanted(Kind.APPLICATION, "default", "stop", "");
        assertWanted(Kind.APPLICATION, "shop", "stop", "-n", "shop", "we");
        assertWanted(Kind.APPLICATION, "shop", "rollout", "pause", "--namespace=shop", "--dry-run", "");
        assertWanted(Kind.NAMESPACE, "default", "rollout", "status", "web", "-n", "");
        assertWanted(Kind.NODE, "default", "node", "drain", "");
        assertWanted(Kind.NODE, "default", "volume", "import", "pgdata", "--node", "");
        assertWanted(Kind.VOLUME_BACKUP, "shop", "volume", "restore", "data", "-n", "shop", "--backup", "");
        assertWanted(Kind.APPLICATION, "one", "promote", "--from", "one", "--to", "two", "");
        assertWanted(Kind.PLACE, "default", "promote", "--from", "");
        assertWanted(Kind.PROJECT, "default", "promote", "--project", "");
        assertWanted(Kind.BACKED_UP, "default", "backup", "list", "--of", "");
        assertWanted(Kind.RETAINED_VOLUME, "default", "volume", "rm-retained", "");
    }

    @Test
    void placesOfAProjectAreItsEnvironments() {
        WantedName place =
                wanted("promote", "--project", "acme/shop", "--from", "").orElseThrow();
        assertThat(place.project()).isEqualTo(new Key("acme", "shop"));
        assertThat(place.path())
                .isEqualTo("/api/v1/namespaces?limit=500&labelSelector="
                        + "roadstead.dev%2Forganization%3Dacme%2Croadstead.dev%2Fproject%3Dshop");
        assertThat(applications("promote", "--project", "acme/shop", "--from", "test", ""))
                .contains("/namespaces/acme-shop-test/");
        assertThat(applications("promote", "--from", "shop", "--to", "test", "--project=acme/shop", ""))
                .contains("/namespaces/acme-shop/");
        assertThat(applications("promote", "--from", "shop", "--to", "test", ""))
                .contains("/namespaces/shop/");
        assertThat(wanted("promote", "--project", "shop", "--from", "")
                        .orElseThrow()
                        .project())
                .isNull();
    }

    private String applications(String... words) {
        return wanted(words).orElseThrow().path();
    }

    /** The client's ordinary calls have ten seconds, and a shell stands still meanwhile. */
    @Test
    void aServerThatNeverAnswersIsNotWaitedForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.ofLiteral("127.0.0.1"))) {
            for (String scheme : List.of("http", "https")) {
                MistakesTest.kubeconfig(folder, scheme + "://127.0.0.1:" + silent.getLocalPort());
                Instant began = Instant.now();
                RecordedProgram run =
                        RecordedProgram.run("complete-names", "--data-dir", folder.toString(), "--", "stop", "");
                assertThat(Duration.between(began, Instant.now())).as(scheme).isLessThan(Duration.ofSeconds(5));
                assertThat(run).as(scheme).isEqualTo(new RecordedProgram(0, "", ""));
            }
        }
    }

    @Test
    void whereNoneIsWantedThereIsNone() {
        assertThat(wanted()).isEmpty();
        assertThat(wanted("")).isEmpty();
        assertThat(wanted("sto")).isEmpty();
        assertThat(wanted("stop", "--sel")).isEmpty();
        assertThat(wanted("stop", "web", "")).isEmpty();
        assertThat(wanted("stop", "--output", "")).isEmpty();
        assertThat(wanted("volume", "import", "")).isEmpty();
        assertThat(wanted("nonsense", "stop", "")).isEmpty();
    }

    @Test
    void listsArePagesOfTheNamespace() {
        assertThat(wanted("stop", "-n", "a/b", "").orElseThrow().path())
                .isEqualTo("/apis/roadstead.dev/v1/namespaces/a%2Fb/applications?limit=500");
        assertThat(wanted("stop", "-n", "").orElseThrow().path()).isEqualTo("/api/v1/namespaces?limit=500");
        assertThat(wanted("stop", "--data-dir", "/srv", "").orElseThrow().dataDir())
                .isEqualTo("/srv");
    }

    @Test
    void bashOffersCommandsOptionsValuesAndNames() throws Exception {
        assertThat(bash("roll")).containsExactly("rollout");
        assertThat(bash("stop", "--s")).containsExactly("--selector");
        assertThat(bash("status", "--s")).isEmpty();
        assertThat(bash("stop", "-o", "")).containsExactly("table", "json");
        assertThat(bash("stop", "-n", "shop", "we")).containsExactly("web", "web-2");
        assertThat(bash("complete")).isEmpty();
    }

    @Test
    void zshOffersTheSame() throws Exception {
        assertThat(zsh("roll")).contains("rollout", "stop");
        assertThat(zsh("stop", "--s")).contains("--selector", "--dry-run");
        assertThat(zsh("stop", "-o", "")).containsExactly("table", "json");
        assertThat(zsh("stop", "-n", "shop", "we")).containsExactly("web", "web-2", "other");
    }

    private List<String> bash(String... words) throws Exception {
        return offered(List.of("bash", "-c", TAB, "bash"), words);
    }

    private List<String> zsh(String... words) throws Exception {
        return offered(List.of("zsh", "-f", "-c", ZSH_TAB, "zsh"), words);
    }

    /** With the script that is printed, and a program that knows three names. */
    private List<String> offered(List<String> shell, String... words) throws Exception {
        Path script = Files.writeString(
                folder.resolve("script"),
                RecordedProgram.run("completion", shell.getFirst()).out());
        Path names = Files.writeString(folder.resolve("roadstead"), """
                #!/bin/sh
                [ "$*" = "complete-names -- stop -n shop we" ] && printf 'web\\nweb-2\\nother\\n'
                """);
        assertThat(names.toFile().setExecutable(true)).isTrue();
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of(script.toString(), names.toString()));
        command.addAll(List.of(words));
        Process tab = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tab.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tab.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said.lines().filter(line -> !line.isEmpty()).toList();
    }

    private void assertWanted(Kind kind, String namespace, String... words) {
        assertThat(wanted(words)).contains(new WantedName(kind, namespace, null, null));
    }

    private Optional<WantedName> wanted(String... words) {
        return WantedName.of(program, List.of(words));
    }
}
