package dev.roadstead.cli.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.QuotedJson;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectRestoreTest {
    private static final String NAMESPACE = "/api/v1/namespaces/copy";
    private static final String VOLUMES = "/apis/roadstead.dev/v1/namespaces/copy/volumes/";

    private final PathApi api = new PathApi(Integer.MAX_VALUE);

    @Test
    void stoppedAnywhereItGoesOnWhenItIsRepeated() {
        restore(api, "a");
        List<String> whole = List.copyOf(api.created);

        int writes = 0;
        for (boolean finished = false; !finished; writes++) {
            PathApi other = new PathApi(writes);
            try {
                restore(other, "a");
                finished = true;
            } catch (PathApi.KilledException _) {
                other.writes(Integer.MAX_VALUE);
                restore(other, "a");
            }
            assertThat(other.created).isEqualTo(whole);
            assertThat(other.objects).isEqualTo(api.objects);
        }
        assertThat(writes).as("each object, the end, and once without").isEqualTo(whole.size() + 2);
    }

    @Test
    void whatIsRestoredIsNotRestoredOver() {
        restore(api, "a");

        assertThatThrownBy(() -> restore(api, "a"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("has these already")
                .hasMessageContaining("Volume one, Volume two, Secret db, Application web");
    }

    @Test
    void whatIsHalfRestoredIsNotMixedWithAnotherBackup() {
        stopAfter(2);

        assertThatThrownBy(() -> restore(api, "b"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("half restored from backup store/a")
                .hasMessageContaining("--archive store/a");
    }

    @Test
    void aVolumeThatSomebodyMadeMeanwhileIsNotTakenForARestoredOne() {
        stopAfter(1);
        api.objects.put(VOLUMES + "two", QuotedJson.object("{'metadata':{'name':'two'},'spec':{}}"));

        assertThatThrownBy(() -> restore(api, "a"))
                .hasMessageContaining("has these already, and they would be lost: Volume two;");
    }

    @Test
    void whatSomebodyMadeWhileTheArchivesWereReadIsNotTakenForOurs() {
        var restore = new ProjectRestore(api);
        restore.requireRoom(plan("a"));
        api.objects.put(VOLUMES + "two", QuotedJson.object("{'metadata':{'name':'two'},'spec':{}}"));

        assertThatThrownBy(() -> run(restore, plan("a"))).hasMessageContaining("Volume two;");
        assertThat(api.created).isEmpty();
    }

    @Test
    void anotherRestoreThatBeganWhileTheArchivesWereReadIsNotMixedIn() {
        var restore = new ProjectRestore(api);
        restore.requireRoom(plan("a"));
        stopAfter(2);

        assertThatThrownBy(() -> run(restore, plan("b"))).hasMessageContaining("half restored from backup store/a");
    }

    @Test
    void aVolumeThatTheEarlierRunMadeElsewhereIsNotWaitedFor() {
        stopAfter(2);
        ProjectPlan other = plan("a");
        other.volumes().getFirst().withObject("/spec").put("nodeName", "db-2");

        assertThatThrownBy(() -> new ProjectRestore(api).requireRoom(other))
                .hasMessageContaining("Volume one (on node db-1)");
    }

    @Test
    void aNamespaceThatIsThereIsMarkedMeanwhileAndStaysAsItWas() {
        api.objects.put(NAMESPACE, QuotedJson.object("{'metadata':{'name':'copy','annotations':{'mine':'1'}}}"));
        stopAfter(2);
        assertThat(api.objects.get(NAMESPACE).toString()).contains("\"roadstead.dev/restoring\":\"store/a\"");

        api.writes(Integer.MAX_VALUE);
        restore(api, "a");

        assertThat(api.objects.get(NAMESPACE).at("/metadata/annotations").toString())
                .isEqualTo("{\"mine\":\"1\"}");
    }

    private void stopAfter(int writes) {
        api.writes(writes);
        assertThatThrownBy(() -> restore(api, "a")).isInstanceOf(PathApi.KilledException.class);
        api.writes(Integer.MAX_VALUE);
    }

    private static void restore(PathApi api, String archive) {
        var restore = new ProjectRestore(api);
        ProjectPlan plan = plan(archive);
        restore.requireRoom(plan);
        run(restore, plan);
    }

    private static void run(ProjectRestore restore, ProjectPlan plan) {
        restore.run(
                plan,
                new Progress(new PrintWriter(new StringWriter()), Progress.Ticker.system()),
                Duration.ofSeconds(10));
    }

    private static ProjectPlan plan(String archive) {
        return new ProjectPlan(
                QuotedJson.object("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'copy',"
                        + "'annotations':{'roadstead.dev/restoring':'store/" + archive + "'}}}"),
                List.of(volume("one", archive), volume("two", archive)),
                List.of(object("v1", "Secret", "db"), object("roadstead.dev/v1", "Application", "web")),
                List.of());
    }

    private static ObjectNode volume(String name, String archive) {
        ObjectNode volume = object("roadstead.dev/v1", "Volume", name);
        volume.set("spec", QuotedJson.object("""
                {'driver':'local','driverOptions':{},'reclaimPolicy':'Retain','accessMode':'ReadWriteOnce',
                 'nodeName':'db-1','source':{'archive':{'repository':'store','id':'%s'}}}""".formatted(archive)));
        return volume;
    }

    private static ObjectNode object(String version, String kind, String name) {
        return QuotedJson.object("{'apiVersion':'%s','kind':'%s','metadata':{'name':'%s','namespace':'copy'}}"
                .formatted(version, kind, name));
    }
}
