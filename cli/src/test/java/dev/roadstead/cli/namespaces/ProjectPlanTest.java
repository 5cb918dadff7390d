package dev.roadstead.cli.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Tree;
import dev.roadstead.cli.QuotedJson;
import dev.roadstead.cli.console.CliException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectPlanTest {
    private static final String ID = "ab".repeat(32);
    private static final ObjectNode NAMESPACE = QuotedJson.object(
            "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop','labels':{'roadstead.dev/policy':'restricted'}}}");
    private static final ObjectNode VOLUME = QuotedJson.object("""
            {'apiVersion':'roadstead.dev/v1','kind':'Volume','metadata':{'name':'data','namespace':'shop'},
             'spec':{'nodeName':'db-1','size':'1Gi','source':{'dockerVolume':'old'},'backup':{'repository':'store'}}}""");
    private static final ObjectNode APPLICATION = QuotedJson.object(
            "{'apiVersion':'roadstead.dev/v1','kind':'Application','metadata':{'name':'web','namespace':'shop'},"
                    + "'spec':{'template':{'volumes':[{'mountPath':'/data','volume':'data'}]}}}");
    private static final ObjectNode SECRET = QuotedJson.object(
            "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'db','namespace':'shop'},'data':{'namespace':'shop'}}");
    private static final ObjectNode BINDING = QuotedJson.object("""
            {'apiVersion':'rbac.authorization.k8s.io/v1','kind':'RoleBinding','metadata':{'name':'dev','namespace':'shop'},
             'subjects':[{'kind':'ServiceAccount','name':'ci','namespace':'shop'},
                         {'kind':'ServiceAccount','name':'ci','namespace':'tools'}]}""");

    @Test
    void volumesComeFromTheirArchivesAndWhatRunsComesLast() {
        ProjectPlan plan = ProjectPlan.of(archives(Map.of("data", manifest("db-1"))), target(null, false));

        assertThat(plan.namespace().at("/metadata/name").asText()).isEqualTo("copy");
        assertThat(plan.namespace().at("/metadata/labels").toString()).contains("restricted");
        assertThat(plan.namespace().at("/metadata/annotations").toString())
                .isEqualTo("{\"roadstead.dev/restoring\":\"store/" + ID + "\"}");
        assertThat(plan.volumes()).singleElement().satisfies(volume -> {
            assertThat(volume.at("/metadata/namespace").asText()).isEqualTo("copy");
            assertThat(volume.at("/spec/source").toString())
                    .isEqualTo("{\"archive\":{\"repository\":\"store\",\"id\":\"" + ID + "\"}}");
            assertThat(volume.at("/spec/nodeName").asText()).isEqualTo("db-1");
            assertThat(volume.at("/spec/backup/repository").asText()).isEqualTo("store");
        });
        assertThat(plan.others()).extracting(ProjectPlan::kind).containsExactly("Secret", "RoleBinding", "Application");
        assertThat(plan.lines())
                .containsExactly(
                        "Volume data on node db-1 from backup abababab: 7 files, 1.0 KiB",
                        "Secret db",
                        "RoleBinding dev",
                        "Application web");
    }

    @Test
    void whereObjectsNameTheOldNamespaceTheyNameTheNewOneAndNoOther() {
        ProjectPlan plan = ProjectPlan.of(archives(Map.of("data", manifest("db-1"))), target(null, false));

        ObjectNode binding = plan.others().get(1);
        assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo("copy");
        assertThat(binding.at("/subjects/1/namespace").asText()).isEqualTo("tools");
        assertThat(plan.others().getFirst().at("/data/namespace").asText())
                .as("a key of a Secret")
                .isEqualTo("shop");
        assertThat(BINDING.at("/subjects/0/namespace").asText())
                .as("what was read stays as it is")
                .isEqualTo("shop");
    }

    @Test
    void aNodeThatIsNotHereHasToBeReplaced() {
        Map<String, Manifest> elsewhere = Map.of("data", manifest("lost"));

        assertThatThrownBy(() -> ProjectPlan.of(archives(elsewhere), target(null, false)))
                .isInstanceOf(CliException.class)
                .hasMessage(
                        "Volume data was on node lost, which is not here; say with --node which one gets it: db-1, db-2");
        assertThat(ProjectPlan.of(archives(elsewhere), target("db-2", false))
                        .volumes()
                        .getFirst()
                        .at("/spec/nodeName")
                        .asText())
                .isEqualTo("db-2");
    }

    @Test
    void aVolumeWithoutAnArchiveIsMadeEmptyOnlyWhenThatIsSaid() {
        assertThatThrownBy(() -> ProjectPlan.of(archives(Map.of()), target(null, false)))
                .hasMessageContaining("with --allow-empty it is made empty");

        ObjectNode volume =
                ProjectPlan.of(archives(Map.of()), target(null, true)).volumes().getFirst();
        assertThat(volume.at("/spec/source").isMissingNode()).isTrue();
    }

    private static ProjectPlan.Target target(@Nullable String node, boolean allowEmpty) {
        return new ProjectPlan.Target("copy", "store", node, Set.of("db-1", "db-2"), allowEmpty);
    }

    private static ProjectArchives archives(Map<String, Manifest> volumes) {
        return new ProjectArchives(manifest("db-1"), List.of(APPLICATION, NAMESPACE, SECRET, BINDING, VOLUME), volumes);
    }

    private static Manifest manifest(String node) {
        return new Manifest(
                Manifest.FORMAT,
                ID,
                Manifest.Kind.namespace,
                "installation",
                node,
                null,
                "shop",
                "nightly",
                Instant.EPOCH,
                Instant.EPOCH,
                "Pause",
                new Tree(7, 1024, "hash", 0),
                1,
                "sha",
                Map.of());
    }
}
