package dev.roadstead.apiserver.registry;

import static dev.roadstead.apiserver.registry.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthorshipTest {
    private static final ResourceDefinition RECORDED = Samples.widget("a").definition();
    private static final ResourceDefinition PLAIN = Samples.configMap("a").definition();
    private static final Caller ANN = new Caller(Principal.of("ann", Set.of()), null, "", "", "");
    private static final ObjectNode BY_BOB =
            json("{'metadata': {'generation': 3, 'annotations': {'roadstead.dev/changed-by': 'bob', 'x': '1'}}}");

    @Test
    void aNewObjectIsItsCreatorsWhateverItsCreatorWrites() {
        ObjectNode next = BY_BOB.deepCopy();
        Authorship.protect(RECORDED, null, next);
        assertThat(next).isEqualTo(json("{'metadata': {'generation': 3, 'annotations': {'x': '1'}}}"));
        Authorship.record(RECORDED, null, next, ANN);
        assertThat(author(next)).isEqualTo("ann");
    }

    @Test
    void anAnnotationThatWasAloneLeavesNothingBehind() {
        ObjectNode next = json("{'metadata': {'annotations': {'roadstead.dev/changed-by': 'eve'}}}");
        Authorship.protect(RECORDED, null, next);
        assertThat(next).isEqualTo(json("{'metadata': {}}"));
    }

    @Test
    void aChangeOfLabelsLeavesItAsItIsAndAForgedOneIsUndone() {
        ObjectNode next = json("{'metadata': {'generation': 3, 'annotations': {'roadstead.dev/changed-by': 'eve'}}}");
        Authorship.protect(RECORDED, BY_BOB, next);
        Authorship.record(RECORDED, BY_BOB, next, ANN);
        assertThat(author(next)).isEqualTo("bob");
    }

    @Test
    void aChangeOfTheSpecIsRecordedAndTheCurrentStateIsNotTouched() {
        ObjectNode next = BY_BOB.deepCopy();
        next.withObject("/metadata").put("generation", 4).set("annotations", BY_BOB.at("/metadata/annotations"));
        Authorship.protect(RECORDED, BY_BOB, next);
        Authorship.record(RECORDED, BY_BOB, next, ANN);
        assertThat(author(next)).isEqualTo("ann");
        assertThat(author(BY_BOB)).isEqualTo("bob");
    }

    @Test
    void otherKindsAreLeftAlone() {
        ObjectNode next = BY_BOB.deepCopy();
        Authorship.protect(PLAIN, null, next);
        Authorship.record(PLAIN, null, next, ANN);
        assertThat(next).isEqualTo(BY_BOB);
    }

    private static String author(ObjectNode object) {
        return object.at("/metadata/annotations/roadstead.dev~1changed-by").asText();
    }
}
