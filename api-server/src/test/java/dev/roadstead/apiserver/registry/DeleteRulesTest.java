package dev.roadstead.apiserver.registry;

import static dev.roadstead.apiserver.registry.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.registry.DeleteOptions.Propagation;
import dev.roadstead.apiserver.registry.DeleteRules.Deletion;
import org.junit.jupiter.api.Test;

class DeleteRulesTest {
    private static final Target WIDGET = Samples.widget("a");
    private static final ObjectNode FREE = json("{'metadata': {'name': 'a', 'uid': 'u1', 'generation': 1}}");
    private static final ObjectNode HELD =
            json("{'metadata': {'name': 'a', 'uid': 'u1', 'generation': 1, 'finalizers': ['x/y']}}");

    @Test
    void objectWithoutFinalizersGoesAtOnce() {
        assertThat(decide(FREE, Propagation.BACKGROUND)).isEqualTo(new Deletion.Remove());
    }

    @Test
    void objectWithFinalizersIsMarkedOnce() {
        ObjectNode marked = marked(HELD, Propagation.BACKGROUND);

        assertThat(marked.at("/metadata/deletionTimestamp").asText()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(marked.at("/metadata/deletionGracePeriodSeconds").asInt(-1)).isZero();
        assertThat(marked.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(marked(marked, Propagation.FOREGROUND)).isEqualTo(marked);
    }

    @Test
    void propagationIsAFinalizer() {
        assertThat(Metadata.finalizers(marked(FREE, Propagation.FOREGROUND))).containsExactly("foregroundDeletion");
        assertThat(Metadata.finalizers(marked(HELD, Propagation.ORPHAN))).containsExactly("x/y", "orphan");
    }

    @Test
    void namespaceIsHeldByItsContent() {
        ObjectNode namespace = json(
                "{'apiVersion': 'v1', 'kind': 'Namespace', 'metadata': {'name': 'n'}, 'spec': {'finalizers': ['kubernetes']}}");

        assertThat(DeleteRules.mayGo(namespace)).isFalse();
        assertThat(DeleteRules.mayGo(NamespaceRules.withoutContent(namespace))).isTrue();
    }

    @Test
    void namespaceIsHeldByOthersToo() {
        ObjectNode namespace = json("""
                {'apiVersion': 'v1', 'kind': 'Namespace', 'metadata': {'name': 'n'},
                 'spec': {'finalizers': ['kubernetes', 'x/y']}}""");

        ObjectNode empty = NamespaceRules.withoutContent(namespace);

        assertThat(NamespaceRules.holdsContent(namespace)).isTrue();
        assertThat(NamespaceRules.holdsContent(empty)).isFalse();
        assertThat(empty.at("/spec/finalizers").toString()).isEqualTo("[\"x/y\"]");
        assertThat(DeleteRules.mayGo(empty)).isFalse();
    }

    @Test
    void optionsOfTheBodyGoBeforeTheQuery() {
        DeleteOptions options = DeleteOptions.from(
                json("{'propagationPolicy': 'Orphan', 'dryRun': ['All'], 'preconditions': {'uid': 'u'}}"),
                false,
                "Foreground");

        assertThat(options).isEqualTo(new DeleteOptions(true, Propagation.ORPHAN, "u", ""));
        assertThat(DeleteOptions.from(json("{}"), false, "Foreground").propagation())
                .isEqualTo(Propagation.FOREGROUND);
        assertThatThrownBy(() -> DeleteOptions.from(
                        json("{'propagationPolicy': 'Orphan', 'orphanDependents': true}"), false, ""))
                .hasMessageContaining("cannot both be set");
        assertThatThrownBy(() -> DeleteOptions.from(json("{'dryRun': ['Some']}"), false, ""))
                .hasMessageContaining("\"All\"");
    }

    private static Deletion decide(ObjectNode object, Propagation propagation) {
        return DeleteRules.decide(
                WIDGET.definition(), object, new DeleteOptions(false, propagation, "", ""), Samples.NOW);
    }

    private static ObjectNode marked(ObjectNode object, Propagation propagation) {
        return ((Deletion.Mark) decide(object, propagation)).marked();
    }
}
