package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.apiserver.app.ServerConfig;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.crd.ShippedCrds;
import dev.roadstead.testkit.MadeDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change applications and volumes, against a real API server without controllers. */
class ApplicationCommandsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DIGEST = "registry.test/web@sha256:" + "a".repeat(64);

    @TempDir
    private static Path folder;

    private static ApiServer server;
    private static HttpApiClient api;

    @BeforeAll
    static void start() throws Exception {
        MadeDatabase.into(folder);
        server = ApiServer.start(new ServerConfig(folder, "127.0.0.1", 0, null, ShippedCrds.texts()));
        api = AdminClient.open(server.adminKubeconfig());
        for (String namespace : List.of("one", "two")) {
            api.postRaw(
                    "/api/v1/namespaces",
                    QuotedJson.object("{'apiVersion': 'v1', 'kind': 'Namespace', 'metadata': {'name': '%s'}}"
                            .formatted(namespace)));
        }
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    @Test
    void noVolumeIsMadeForANodeThatIsNotThere() {
        RecordedProgram run = run("volume", "import", "pgdata", "--node", "db-1", "-n", "one");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("roadstead: there is no Node db-1; there are: none");
        assertThat(run("volume", "ls", "-n", "one").out().lines())
                .containsExactly("there are no Volumes in namespace one");
    }

    @Test
    void namesOfWhatIsThereAreCompleted() {
        namespace("named", "");
        application("named", "x", "{}", "");
        application("named", "y", "{}", "");
        assertThat(names("stop", "-n", "named", "--data-dir", folder.toString(), "")
                        .lines())
                .containsExactly("x", "y");
        assertThat(names("stop", "--data-dir", folder.toString(), "-n", "").lines())
                .contains("named", "one", "default");
        project("acme", "shop", "test", "live");
        assertThat(names("promote", "--data-dir", folder.toString(), "--project", ""))
                .isEqualToIgnoringNewLines("acme/shop");
        assertThat(names("promote", "--data-dir", folder.toString(), "--project", "acme/shop", "--to", "")
                        .lines())
                .containsExactly("live", "shop", "test");
        assertThat(names("promote", "--data-dir", folder.toString(), "--to", "").lines())
                .contains("acme-shop-live", "named");
        volume("named", "data");
        assertThat(names("backup", "list", "--data-dir", folder.toString(), "--of", "")
                        .lines())
                .contains("named", "named/data");
        assertThat(names("stop", "--data-dir", folder.resolve("none").toString(), "-n", ""))
                .isEmpty();
    }

    /** With its namespaces, as the controllers would make them. */
    private static void project(String organization, String name, String... environments) {
        String labels =
                "'roadstead.dev/organization': '%s', 'roadstead.dev/project': '%s'".formatted(organization, name);
        api.postRaw("/apis/roadstead.dev/v1/organizations", QuotedJson.object("""
                {'apiVersion': 'roadstead.dev/v1', 'kind': 'Organization', 'metadata': {'name': '%s'}, 'spec': {}}""".formatted(organization)));
        namespace(organization, "");
        api.postRaw("/apis/roadstead.dev/v1/namespaces/" + organization + "/projects", QuotedJson.object("""
                {'apiVersion': 'roadstead.dev/v1', 'kind': 'Project', 'metadata': {'name': '%s'}, 'spec': {}}""".formatted(
                        name)));
        namespace(organization + "-" + name, labels);
        for (String each : environments) {
            namespace(organization + "-" + name + "-" + each, labels + ", 'roadstead.dev/environment': '" + each + "'");
        }
    }

    private static void volume(String namespace, String name) {
        api.postRaw(
                "/apis/roadstead.dev/v1/namespaces/" + namespace + "/volumes", QuotedJson.object("""
                {'apiVersion': 'roadstead.dev/v1', 'kind': 'Volume', 'metadata': {'name': '%s'}, 'spec': {}}""".formatted(name)));
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        namespace("absent", "");
        namespace("absent-too", "");
        application("absent", "api", "{}", "");
        application("absent", "front", "{}", "");
        volume("absent", "data");
        String apps = "there is no Application frnt in namespace absent; there are: api, front";
        assertAbsent(apps, "stop", "frnt", "-n", "absent");
        assertAbsent(apps, "rollout", "status", "frnt", "-n", "absent");
        assertAbsent(apps, "rollout", "history", "frnt", "-n", "absent");
        assertAbsent(apps, "promote", "frnt", "--from", "absent", "--to", "one");
        assertAbsent(
                "there is no Application front in namespace absent-too; there is one in: absent",
                "stop",
                "front",
                "-n",
                "absent-too");
        assertAbsent(
                "there is no Application a,b in namespace absent-too; there are: none",
                "stop",
                "a,b",
                "-n",
                "absent-too");
        String volumes = "there is no Volume dat in namespace absent; there are: data";
        assertAbsent(volumes, "backup", "now", "dat", "-n", "absent");
        assertAbsent(volumes, "volume", "restore", "dat", "-n", "absent", "--undo");
        String repository = "there is no BackupRepository nightly; there are: none";
        assertAbsent(repository, "backup", "now", "data", "-n", "absent", "--repository", "nightly");
        assertAbsent(repository, "backup", "list", "--repository", "nightly");
        assertAbsent(repository, "volume", "restore", "data", "-n", "absent", "--archive", "nightly/1");
        assertAbsent(repository, "restore", "namespace", "shop", "--archive", "nightly/1");
        assertAbsent(
                "there is no VolumeBackup b in namespace absent; there are: none",
                "volume",
                "restore",
                "data",
                "-n",
                "absent",
                "--backup",
                "b");
        assertAbsent(
                "there is no NamespaceBackup b in namespace absent; there are: none",
                "restore",
                "namespace",
                "shop",
                "--backup",
                "b",
                "--from",
                "absent");
        assertAbsent("there is no Node n; there are: none", "import", "docker", "--node", "n");
        assertAbsent("there is no Node n; there are: none", "volume", "move", "data", "-n", "absent", "--to", "n");
        for (String[] command : new String[][] {
            {"stop", "web", "-n", "nope"},
            {"stop", "-l", "a=b", "-n", "nope"},
            {"volume", "ls", "-n", "nope"},
            {"volume", "import", "x", "--node", "n", "-n", "nope"}
        }) {
            RecordedProgram run = run(command);
            assertThat(run.exitCode()).as(command[1]).isEqualTo(1);
            assertThat(run.err())
                    .as(command[1])
                    .startsWith("roadstead: there is no Namespace nope; there are: ")
                    .contains("absent, absent-too");
        }
    }

    private static void assertAbsent(String message, String... command) {
        RecordedProgram run = run(command);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("roadstead: " + message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anEnvironmentOrProjectThatIsNotThereIsNamedWithThoseThatAre() {
        project("org", "blog", "test");
        assertAbsent(
                "there is no environment tst of project org/blog; there are: blog, test",
                "promote",
                "web",
                "--project",
                "org/blog",
                "--from",
                "tst",
                "--to",
                "test");
        assertAbsent(
                "there is no Project blg in namespace org; there are: blog",
                "promote",
                "web",
                "--project",
                "org/blg",
                "--from",
                "test",
                "--to",
                "blog");
    }

    private static String names(String... words) {
        List<String> all = new ArrayList<>(List.of("complete-names", "--"));
        all.addAll(List.of(words));
        RecordedProgram run = RecordedProgram.run(all.toArray(String[]::new));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    @Test
    void aSelectorChoosesAndWhatFailsStopsNoOther() throws Exception {
        application("one", "a", "{'team': 'red'}", "");
        application("one", "held", "{'team': 'red'}", ", 'rollback': {'toRelease': 1}");
        application("two", "b", "{'team': 'red'}", "");
        application("two", "blue", "{'team': 'blue'}", "");

        RecordedProgram dry = run("restart", "--selector", "team=red", "--all-namespaces", "--dry-run");
        assertThat(dry.exitCode()).isEqualTo(1);
        assertThat(dry.out().lines().map(line -> line.replaceAll(" +", " ")))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("NAMESPACE APPLICATION RESULT MESSAGE"),
                        line -> assertThat(line).isEqualTo("one a changed (dry run)"),
                        line -> assertThat(line)
                                .startsWith("one held failed (dry run) release 1 is held by a rollback"),
                        line -> assertThat(line).isEqualTo("two b changed (dry run)"));
        assertThat(spec("one", "a").has("restartedAt")).isFalse();

        JsonNode results = JSON.readTree(
                run("rollout", "restart", "-l", "team=red", "-A", "-o", "json").out());
        assertThat(results)
                .extracting(each -> each.path("outcome").asText())
                .containsExactly("changed", "failed", "changed");
        assertThat(spec("one", "a").has("restartedAt")).isTrue();
        assertThat(spec("two", "b").has("restartedAt")).isTrue();
        assertThat(spec("two", "blue").has("restartedAt")).isFalse();

        assertThat(run("stop", "-l", "team", "-n", "two").out())
                .contains("b", "blue")
                .doesNotContain("held");
        assertThat(spec("two", "blue").path("desiredState").asText()).isEqualTo("Stopped");
        assertThat(run("stop", "-l", "team=blue", "-A").out()).contains("unchanged");
        assertThat(run("start", "blue", "-n", "two").out()).contains("application blue starts");
        assertThat(spec("two", "blue").path("desiredState").asText()).isEqualTo("Running");
    }

    @Test
    void whatIsChosenMustBeSaid() {
        assertThat(run("stop").err()).contains("name one application, or choose some with --selector");
        assertThat(run("stop", "-l", "", "-A").err()).contains("--selector is empty");
        assertThat(run("stop", "web", "-l", "a=b").exitCode()).isEqualTo(2);
        assertThat(run("stop", "web", "-A").err()).contains("--all-namespaces goes with --selector");
        assertThat(run("stop", "web").err()).contains("there is no Application web in namespace default");
        assertThat(run("stop", "-l", "a in (", "-A").err()).contains("the server refuses it");
        RecordedProgram none = run("stop", "-l", "a=b", "-A");
        assertThat(none.out()).contains("no application has these labels");
        assertThat(none.exitCode()).isZero();
    }

    @Test
    void promotingTakesTheDigestAndLeavesTheRest() {
        application("one", "web", "{}", "");
        application("two", "web", "{}", ", 'replicas': 3");
        api.patchRaw(
                path("two", "web"),
                QuotedJson.object("{'spec': {'template': {'env': [{'name': 'A', 'value': 'live'}]}}}"));
        api.patchRaw(path("one", "web") + "/status", QuotedJson.object("""
                {'status': {'observedGeneration': 1, 'replicas': 1, 'readyReplicas': 1, 'updatedReplicas': 1,
                 'availableReplicas': 1, 'currentRelease': 4, 'targetRelease': 4, 'conditions': [{'type': 'Ready',
                 'status': 'True', 'reason': 'Ready', 'message': '', 'lastTransitionTime': '2026-01-01T00:00:00Z'}]}}"""));
        String uid =
                api.getRaw(path("one", "web")).orElseThrow().at("/metadata/uid").asText();
        String releases = "/apis/roadstead.dev/v1/namespaces/one/releases";
        api.postRaw(releases, QuotedJson.object("""
                {'apiVersion': 'roadstead.dev/v1', 'kind': 'Release', 'metadata': {'name': 'web-4', 'ownerReferences': [{'apiVersion': 'roadstead.dev/v1', 'kind': 'Application',
                 'name': 'web', 'uid': '%s'}]},
                 'spec': {'application': 'web', 'revision': 4, 'templateHash': 'h', 'template': {'image': 'a:2'}}}""".formatted(uid)));
        api.patchRaw(releases + "/web-4/status", QuotedJson.object("""
                {'status': {'image': {'reference': '%s', 'resolution': 'Resolved', 'message': 'said so'}}}""".formatted(DIGEST)));

        RecordedProgram dry = run("promote", "web", "--from", "one", "--to", "two", "--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("two/web: busybox:1 -> " + DIGEST, "Application web in namespace two: configured");
        assertThat(spec("two", "web").at("/template/image").asText()).isEqualTo("busybox:1");

        RecordedProgram done = run("promote", "web", "--from", "one", "--to", "two");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(spec("two", "web").at("/template/image").asText()).isEqualTo(DIGEST);
        assertThat(spec("two", "web").at("/template/env/0/value").asText()).isEqualTo("live");
        assertThat(spec("two", "web").path("replicas").asInt()).isEqualTo(3);
        assertThat(api.getRaw(path("two", "web"))
                        .orElseThrow()
                        .at("/metadata/annotations")
                        .path("kubernetes.io/change-cause")
                        .asText())
                .isEqualTo("promoted from one/web, release 4");
        assertThat(run("audit", "export").out().lines().limit(3))
                .anyMatch(line -> line.contains("spec.template.image") && line.contains("\"two\""));
    }

    /** Namespaces are a project's by their labels: o/n-p has one by the name of o/n's environment p. */
    @Test
    void placesOfAProjectAreItsOwn() {
        namespace("o-n", "'roadstead.dev/organization': 'o', 'roadstead.dev/project': 'n'");
        namespace("o-n-p", "'roadstead.dev/organization': 'o', 'roadstead.dev/project': 'n-p'");
        assertThat(run("promote", "web", "--project", "o/n", "--from", "p", "--to", "n")
                        .err())
                .contains("there is no Organization o");
        assertThat(run("promote", "web", "--project", "o/n", "--from", "n", "--to", "p")
                        .err())
                .contains("there is no Application web in namespace o-n");
    }

    private static void namespace(String name, String labels) {
        api.postRaw(
                "/api/v1/namespaces",
                QuotedJson.object(
                        "{'apiVersion': 'v1', 'kind': 'Namespace', 'metadata': {'name': '%s', 'labels': {%s}}}"
                                .formatted(name, labels)));
    }

    private static void application(String namespace, String name, String labels, String spec) {
        api.postRaw(
                "/apis/roadstead.dev/v1/namespaces/" + namespace + "/applications",
                QuotedJson.object(
                        ("{'apiVersion': 'roadstead.dev/v1', 'kind': 'Application', 'metadata': {'name': '%s', 'labels': %s},"
                                        + " 'spec': {'template': {'image': 'busybox:1'}%s}}")
                                .formatted(name, labels, spec)));
    }

    private static JsonNode spec(String namespace, String name) {
        return api.getRaw(path(namespace, name)).orElseThrow().path("spec");
    }

    private static String path(String namespace, String name) {
        return "/apis/roadstead.dev/v1/namespaces/" + namespace + "/applications/" + name;
    }

    private static RecordedProgram run(String... arguments) {
        return RecordedProgram.on(folder, arguments);
    }
}
