package dev.roadstead.apiserver.managedfields;

import static dev.roadstead.apiserver.managedfields.Scenes.apply;
import static dev.roadstead.apiserver.managedfields.Scenes.created;
import static dev.roadstead.apiserver.managedfields.Scenes.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds for all objects; the number of the repetition is the seed. */
class ApplyPropertiesTest {
    private static final int RUNS = 60;

    @RepeatedTest(RUNS)
    void setSurvivesEncoding(RepetitionInfo run) {
        FieldSet set = FieldWalk.everything(Scenes.TYPE, new Things(run).object());

        assertThat(FieldsV1.parse(FieldsV1.encode(set))).isEqualTo(set.withSelf(false));
    }

    @RepeatedTest(RUNS)
    void applyingTwiceChangesNothing(RepetitionInfo run) {
        Things things = new Things(run);
        ObjectNode live = apply("b", created("a", things.object()), things.object(), true);
        ObjectNode config = things.object();

        ObjectNode once = apply("c", live, config, true);

        assertThat(apply("c", once, config, false)).isEqualTo(once);
    }

    @RepeatedTest(RUNS)
    void whatIsAppliedIsThere(RepetitionInfo run) {
        Things things = new Things(run);
        ObjectNode config = things.object();

        ObjectNode object = apply("b", created("a", things.object()), config, true);

        FieldSet missing = FieldWalk.setBy(Scenes.TYPE, config).minus(FieldWalk.setBy(Scenes.TYPE, object));
        assertThat(missing.paths()).isEmpty();
        Comparison change = Comparison.of(Scenes.TYPE, config, object);
        assertThat(change.modified().paths()).isEmpty();
    }

    @RepeatedTest(RUNS)
    void givingAFieldUpRemovesItUnlessSomebodyElseOwnsIt(RepetitionInfo run) {
        Things things = new Things(run);
        ObjectNode config = things.object();
        ObjectNode live = apply("b", apply("a", null, config), things.object(), true);
        ObjectNode less = things.without(config);

        ObjectNode object = apply("a", live, less, true);

        FieldSet before = ownedBy(live, "a");
        FieldSet givenUp = before.minus(FieldWalk.setBy(Scenes.TYPE, less));
        FieldSet its = ownedBy(live, "b");
        FieldSet left = FieldWalk.everything(Scenes.TYPE, object);
        for (String path : givenUp.minus(its.withParents(Scenes.TYPE)).paths()) {
            assertThat(left.paths()).as("given up by all").doesNotContain(path);
        }
        assertThat(its.minus(left).paths()).as("what the other owns stays").isEmpty();
    }

    @RepeatedTest(RUNS)
    void managersOfDifferentFieldsNeverConflict(RepetitionInfo run) {
        Things things = new Things(run);
        ObjectNode one = things.object();
        ObjectNode other = things.object();
        ((ObjectNode) other.get("spec")).remove(names(one.get("spec")));

        ObjectNode object = apply("b", apply("a", null, one), other);

        assertThat(apply("a", object, one)).isEqualTo(object);
    }

    @RepeatedTest(RUNS)
    void nothingIsOwnedThatIsNotThere(RepetitionInfo run) {
        Things things = new Things(run);
        ObjectNode object = created("a", things.object());
        for (int i = 0; i < 5; i++) {
            String manager = "m" + i % 3;
            object = i % 2 == 0
                    ? update(manager, object, Scenes.with(things.object(), (ArrayNode) fields(object)))
                    : apply(manager, object, things.object(), true);
        }

        FieldSet present = FieldWalk.everything(Scenes.TYPE, object);
        ManagedFields managers = Objects.requireNonNull(ManagedFields.parse(fields(object)));
        assertThat(managers.owned().minus(present).paths()).isEmpty();
    }

    @RepeatedTest(RUNS)
    void removingNothingKeepsAndRemovingEverythingEmpties(RepetitionInfo run) {
        ObjectNode object = new Things(run).object();
        FieldType type = Scenes.TYPE;

        assertThat(Removal.remove(type, object, FieldSet.EMPTY)).isEqualTo(object);
        JsonNode rest = Objects.requireNonNull(Removal.remove(type, object, FieldWalk.everything(type, object)));
        assertThat(FieldWalk.setBy(type, rest).isEmpty()).isTrue();
    }

    private static JsonNode fields(ObjectNode object) {
        return object.at("/metadata/managedFields");
    }

    private static FieldSet ownedBy(ObjectNode object, String manager) {
        return Objects.requireNonNull(ManagedFields.parse(fields(object))).fieldsOf(Manager.applier(manager, ""));
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(entry -> entry.getKey()).toList();
    }

    /** Random objects of the test's kind. */
    private static final class Things {
        private final Random random;

        Things(RepetitionInfo run) {
            this.random = new Random(run.getCurrentRepetition());
        }

        ObjectNode object() {
            ObjectNode object = Scenes.thing("{}");
            ObjectNode spec = (ObjectNode) object.get("spec");
            // Something always stays, so that the spec does.
            spec.put("size", random.nextInt(3));
            maybe(() -> spec.put("name", word()));
            maybe(() -> spec.putObject("strategy").put("type", word()).put("surge", random.nextInt(3)));
            maybe(() -> words().forEach(word -> spec.withObjectProperty("env").put(word, word())));
            maybe(() ->
                    words().forEach(word -> spec.withObjectProperty("selector").put(word, word())));
            maybe(() -> words().forEach(spec.withArrayProperty("args")::add));
            maybe(() -> words().forEach(spec.withArrayProperty("tags")::add));
            maybe(() -> spec.withObjectProperty("free").putObject(word()).put(word(), random.nextInt(3)));
            maybe(() -> IntStream.range(1, 4)
                    .filter(port -> random.nextBoolean())
                    .forEach(port -> {
                        ObjectNode item =
                                spec.withArrayProperty("ports").addObject().put("port", port);
                        maybe(() -> item.put("protocol", random.nextBoolean() ? "TCP" : "UDP"));
                        maybe(() -> item.put("host", random.nextInt(3)));
                    }));
            return object;
        }

        /** Without one field of the spec, other than the size. */
        ObjectNode without(ObjectNode object) {
            ObjectNode less = object.deepCopy();
            List<String> names = new ArrayList<>(names(less.get("spec")));
            names.remove("size");
            if (!names.isEmpty()) {
                ((ObjectNode) less.get("spec")).remove(names.get(random.nextInt(names.size())));
            }
            return less;
        }

        private void maybe(Runnable change) {
            if (random.nextBoolean()) {
                change.run();
            }
        }

        private String word() {
            return String.valueOf((char) ('a' + random.nextInt(4)));
        }

        private List<String> words() {
            return IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(i -> word())
                    .distinct()
                    .toList();
        }
    }
}
