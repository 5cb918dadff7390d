package dev.roadstead.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.patch.Patches;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.Mutilator;
import dev.roadstead.apiserver.schema.ObjectSchema.Shaped;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.TestKinds;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Each repetition is a seed; it is the number that a failure shows. */
final class AdmissionPropertiesTest {
    private static final int TRIALS = 100;
    private static final ResourceDefinition APPLICATION = TestKinds.application();
    private static final ResourceDefinition SECRET = TestKinds.core("secrets");
    private static final ResourceDefinition SERVICE_ACCOUNT = TestKinds.core("serviceaccounts");
    private static final ObjectNode MANIFEST = TestKinds.manifest();
    private static final ObjectNode CRD = TestKinds.applicationCrd();

    @RepeatedTest(20)
    void whatWasWrittenIsReadBack(RepetitionInfo seed) {
        Mutilator trees = new Mutilator(random(seed));
        for (int i = 0; i < TRIALS; i++) {
            JsonNode tree = trees.value(6);
            assertThat(DocumentReader.read(bytes(tree), Format.JSON)).isEqualTo(tree);
        }
    }

    @RepeatedTest(20)
    void jsonIsReadAsYamlToo(RepetitionInfo seed) {
        Mutilator trees = new Mutilator(random(seed));
        for (int i = 0; i < TRIALS; i++) {
            // The quoted key is no merge key.
            JsonNode tree = trees.value(6);
            assertThat(DocumentReader.read(bytes(tree), Format.YAML)).isEqualTo(tree);
        }
    }

    @RepeatedTest(20)
    void shapingTwiceIsShapingOnce(RepetitionInfo seed) {
        Mutilator damage = new Mutilator(random(seed));
        for (int i = 0; i < TRIALS; i++) {
            Shaped once = APPLICATION.schema().shape(damage.mutilate(MANIFEST));
            Shaped twice = APPLICATION.schema().shape(once.object());
            assertThat(twice.object()).isEqualTo(once.object());
            assertThat(twice.unknownFields()).isEmpty();
        }
    }

    @RepeatedTest(20)
    void damagedManifestsAreAdmittedOrRefused(RepetitionInfo seed) {
        RandomGenerator random = random(seed);
        Mutilator damage = new Mutilator(random);
        for (int i = 0; i < TRIALS; i++) {
            ObjectNode manifest = damage.mutilate(MANIFEST);
            FieldValidation mode = random.nextBoolean() ? FieldValidation.WARN : FieldValidation.STRICT;
            ResourceDefinition kind = random.nextInt(4) == 0 ? SECRET : APPLICATION;
            admitOrRefuse(kind, manifest, mode);
        }
    }

    private static void admitOrRefuse(ResourceDefinition kind, ObjectNode manifest, FieldValidation mode) {
        ObjectNode before = manifest.deepCopy();
        try {
            ObjectNode admitted = Admission.admit(kind, manifest, null, mode).object();
            assertThat(kind.schema().validate(admitted, null)).isEmpty();
            assertThat(Admission.admit(kind, admitted, admitted, FieldValidation.STRICT)
                            .object())
                    .isEqualTo(admitted);
        } catch (ApiException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
        assertThat(manifest).isEqualTo(before);
    }

    @RepeatedTest(20)
    void damagedDefinitionsAreCompiledOrRefused(RepetitionInfo seed) {
        Mutilator damage = new Mutilator(random(seed));
        for (int i = 0; i < 10; i++) {
            ObjectNode crd = damage.mutilate(CRD);
            if (CrdCompiler.problems(crd, null).isEmpty()) {
                assertThat(CrdCompiler.compile(crd)).isNotNull();
            }
        }
    }

    @RepeatedTest(20)
    void cutOffBodiesAreRefused(RepetitionInfo seed) {
        RandomGenerator random = random(seed);
        byte[] body = bytes(MANIFEST);
        for (int i = 0; i < TRIALS; i++) {
            byte[] damaged = body.clone();
            damaged[random.nextInt(body.length)] = (byte) random.nextInt();
            for (String type : new String[] {"application/json", "application/yaml"}) {
                try {
                    assertThat(BodyDecoder.decode(damaged, type)).isNotNull();
                } catch (ApiException e) {
                    assertThat(e).hasMessageMatching("(?s).+");
                }
            }
        }
    }

    @RepeatedTest(20)
    void theMergePatchOfADifferenceLeadsToTheTarget(RepetitionInfo seed) {
        Mutilator trees = new Mutilator(random(seed));
        for (int i = 0; i < TRIALS; i++) {
            ObjectNode from = withoutNulls(trees.object(4));
            ObjectNode to = withoutNulls(trees.object(4));
            byte[] patch = bytes(difference(from, to));
            assertThat(Patches.apply(PatchType.MERGE, from, patch, APPLICATION)).isEqualTo(to);
        }
    }

    @RepeatedTest(20)
    void anyPatchIsAppliedOrRefused(RepetitionInfo seed) {
        RandomGenerator random = random(seed);
        Mutilator trees = new Mutilator(random);
        JsonNode strategic = TestKinds.tree(
                "{$patch: merge, $setElementOrder/secrets: [{name: a}], secrets: [{name: a}],"
                        + " metadata: {finalizers: [a], $deleteFromPrimitiveList/finalizers: [b], labels: {$retainKeys: [a], a: b}}}");
        ObjectNode current = TestKinds.yaml("{secrets: [{name: a}, 5, {}], metadata: {finalizers: [a, 1], labels: 5}}");
        for (int i = 0; i < TRIALS; i++) {
            byte[] patch = bytes(trees.mutilate((ObjectNode) strategic));
            try {
                assertThat(Patches.apply(PatchType.STRATEGIC, trees.mutilate(current), patch, SERVICE_ACCOUNT))
                        .isNotNull();
            } catch (ApiException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    /** The merge patch that leads from one object to another (RFC 7386 read backwards). */
    private static ObjectNode difference(ObjectNode from, ObjectNode to) {
        ObjectNode patch = from.objectNode();
        for (Map.Entry<String, JsonNode> entry : to.properties()) {
            JsonNode old = from.get(entry.getKey());
            if (old instanceof ObjectNode oldObject && entry.getValue() instanceof ObjectNode newObject) {
                patch.set(entry.getKey(), difference(oldObject, newObject));
            } else if (!entry.getValue().equals(old)) {
                patch.set(entry.getKey(), entry.getValue());
            }
        }
        from.fieldNames().forEachRemaining(name -> {
            if (!to.has(name)) {
                patch.putNull(name);
            }
        });
        return patch;
    }

    /** A merge patch cannot say that a member is null. */
    private static ObjectNode withoutNulls(ObjectNode object) {
        object.removeIf(JsonNode::isNull);
        object.forEach(child -> {
            if (child instanceof ObjectNode inner) {
                withoutNulls(inner);
            }
        });
        return object;
    }

    private static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static RandomGenerator random(RepetitionInfo seed) {
        return new SplittableRandom(seed.getCurrentRepetition());
    }
}
