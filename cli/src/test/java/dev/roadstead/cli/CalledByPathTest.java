package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.cli.report.StatusReport;
import dev.roadstead.cli.rollout.Verbs;
import dev.roadstead.model.Application;
import dev.roadstead.model.Json;
import dev.roadstead.model.Node;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told to type next begins as the program was called. */
class CalledByPathTest {
    private static final String CALLED = "roadstead.called";

    @TempDir
    private Path folder;

    @BeforeEach
    void callByPath() {
        System.setProperty(CALLED, "./there/roadstead");
    }

    @AfterEach
    void callByName() {
        System.clearProperty(CALLED);
    }

    @Test
    void mistakesAndMissingServers() {
        assertThat(RecordedProgram.run("rollout", "histroy").err())
                .contains("roadstead rollout has no command")
                .contains("Try: ./there/roadstead rollout --help");
        assertThat(RecordedProgram.run("--frob").err()).contains("Try: ./there/roadstead --help");
        assertThat(RecordedProgram.on(folder, "status").out()).contains("start it with './there/roadstead up'");
        assertThat(RecordedProgram.on(folder, "stop", "web").err()).contains("start one with './there/roadstead up'");
    }

    @Test
    void wayOutOfARefusal() throws Exception {
        Application held = Json.mapper().readValue("""
                {"metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"template": {"image": "a:1"}, "rollback": {"toRelease": 3}}}""", Application.class);
        assertThatThrownBy(() -> Verbs.restart(held, Instant.EPOCH))
                .hasMessageEndingWith("'./there/roadstead rollout undo --end web -n shop' uses the template again");
        Node cordoned = Json.mapper().readValue("""
                {"metadata": {"name": "web-1"}, "spec": {"connection": {"unix": {}}, "unschedulable": true}}""", Node.class);
        assertThat(StatusReport.lines(List.of(cordoned), List.of()))
                .anyMatch(line -> line.endsWith("'./there/roadstead node uncordon web-1' takes it into use again"));
    }
}
