package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

class RoadsteadTest {
    @TempDir
    private Path folder;

    @Test
    void everyCommandExplainsItselfWithExamples() {
        CommandLine program = Roadstead.commandLine(System.out, System.err);
        List<String> commands = List.copyOf(program.getSubcommands().keySet());
        assertThat(commands).contains("server", "up", "down", "status", "quickstart", "version", "completion");
        for (String command : commands) {
            RecordedProgram help = RecordedProgram.run(command, "--help");
            assertThat(help.exitCode()).as(command).isZero();
            assertThat(help.out()).as(command).contains("Usage: roadstead " + command);
        }
    }

    @Test
    void helpAndCompletionKnowAllCommands() {
        List<String> commands = Roadstead.commandLine(System.out, System.err).getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .map(CommandSpec::name)
                .toList();
        for (List<String> overview : List.of(List.of("--help"), List.of("help"), List.of("completion", "bash"))) {
            RecordedProgram run = RecordedProgram.run(overview.toArray(String[]::new));
            assertThat(run.out()).as(overview.getFirst()).contains(commands);
        }
        assertThat(RecordedProgram.run("help", "server").out()).contains("Usage: roadstead server");
        assertThat(RecordedProgram.run("help", "rollout", "undo").out()).contains("Usage: roadstead rollout undo");
    }

    @Test
    void noExampleIsWrappedAndNoSentenceTwice() {
        assertFooterFits(Roadstead.commandLine(System.out, System.err));
    }

    /** A paragraph is one line, which picocli wraps; what is aligned, or goes on in a next line, has to fit. */
    private static void assertFooterFits(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        List<String> lines = Stream.concat(Stream.of(usage.footerHeading().split("%n")), Stream.of(usage.footer()))
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean paragraph = !line.startsWith(" ")
                    && (i + 1 == lines.size() || lines.get(i + 1).isEmpty());
            assertThat(paragraph || line.length() <= usage.width())
                    .as(command.getCommandSpec().qualifiedName() + ": " + line)
                    .isTrue();
        }
        command.getSubcommands().values().forEach(RoadsteadTest::assertFooterFits);
    }

    @Test
    void noWordOfAHelpIsBroken() {
        assertWordsAreWhole(Roadstead.commandLine(System.out, System.err));
    }

    private static void assertWordsAreWhole(CommandLine command) {
        String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        Set<String> shown = Stream.of(help.split("\\s+")).collect(Collectors.toSet());
        Stream.concat(
                        command.getCommandSpec().options().stream(),
                        command.getCommandSpec().positionalParameters().stream())
                .flatMap(argument -> Stream.of(argument.description()))
                .flatMap(text -> Stream.of(text.split("\\s+")))
                .forEach(word -> assertThat(shown)
                        .as(command.getCommandSpec().qualifiedName() + ": " + word)
                        .contains(word));
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        command.getSubcommands().values().forEach(RoadsteadTest::assertWordsAreWhole);
    }

    @Test
    void printsTheVersionOfTheBuild() {
        String expected = "roadstead " + System.getProperty("project.version") + " ";
        assertThat(RecordedProgram.run("version").out()).startsWith(expected);
        assertThat(RecordedProgram.run("--version").out()).startsWith(expected);
        assertThat(RecordedProgram.run("server", "--version").out()).startsWith(expected);
    }

    @Test
    void wrongUsageIsTwoLinesAndExitCode2() {
        RecordedProgram run = RecordedProgram.run("server", "--listen", "nonsense");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "roadstead: Invalid value for option '--listen': 'nonsense' is not HOST:PORT, for example"
                                + " 127.0.0.1:7443, [::1]:7443, or 127.0.0.1:0 for a free port",
                        "Try: roadstead server --help");
    }

    @Test
    void wrongUsageOfPlanIsNotTakenForAChange() {
        assertThat(RecordedProgram.run("plan").exitCode()).isEqualTo(64);
        assertThat(RecordedProgram.run("plan", "--fil", "app.yaml").exitCode()).isEqualTo(64);
    }

    @Test
    void durationsAreWrittenAsInManifests() {
        for (String bad : List.of("PT10M", "-1h", "0s", "90d")) {
            RecordedProgram run = RecordedProgram.run("server", "--history=" + bad);
            assertThat(run.exitCode()).as(bad).isEqualTo(2);
            assertThat(run.err()).contains("--history").contains(bad).contains("expected");
        }
    }

    @Test
    void sizesAreWrittenAsInManifests() {
        for (String bad : List.of("600MB", "-1Gi", "lots", "1000", "0")) {
            RecordedProgram run = RecordedProgram.run("server", "--object-memory=" + bad);
            assertThat(run.exitCode()).as(bad).isEqualTo(2);
            assertThat(run.err()).contains("--object-memory").contains(bad).contains("600Mi");
        }
        assertThat(new SizeConverter().convert("600Mi")).isEqualTo(600L << 20);
        assertThat(new SizeConverter().convert("2147483648")).isEqualTo(2L << 30);
    }

    @Test
    void anUnknownCommandIsWrongUsage() {
        RecordedProgram run = RecordedProgram.run("serve");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'serve'").contains("Try: roadstead --help");
    }

    @Test
    void statusOfAFolderWithoutServerIs3AndNamesTheWayOut() {
        RecordedProgram run = RecordedProgram.run("status", "--data-dir", folder.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains(folder.toString()).contains("roadstead up");
    }

    @Test
    void stoppingWhatDoesNotRunIsDoneAlready() {
        RecordedProgram run = RecordedProgram.run("down", "--data-dir", folder.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("does not run");
    }

    @Test
    void aFileInPlaceOfTheDataFolderIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        RecordedProgram run =
                RecordedProgram.run("up", "--data-dir", file.resolve("below").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(file.toString()).contains("--data-dir");
    }

    @Test
    void completionIsForKnownShellsOnly() {
        assertThat(RecordedProgram.run("completion", "bash").out()).contains("complete -F");
        assertThat(RecordedProgram.run("completion", "zsh").out()).startsWith("(( $+functions[compdef] ))");
        assertThat(RecordedProgram.run("completion", "fish").exitCode()).isEqualTo(2);
    }

    @Test
    void aTakenAddressIsNamedBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            ListenAddress address = new ListenAddress("127.0.0.1", taken.getLocalPort());
            assertThat(org.assertj.core.api.Assertions.catchThrowable(address::requireFree))
                    .hasMessageContaining(address.toString())
                    .hasMessageContaining("--listen");
        }
    }
}
