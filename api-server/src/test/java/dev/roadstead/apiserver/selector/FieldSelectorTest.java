package dev.roadstead.apiserver.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.discovery.TestKinds;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FieldSelectorTest {
    private static final ResourceDefinition EVENT = TestKinds.definition("", "v1", "events");
    private static final ObjectKey KEY = new ObjectKey("events", "default", "web.1");
    private static final SelectableFields FIELDS = new SelectableFields(EVENT.selectableFields());
    private static final byte[] OBJECT =
            "{\"involvedObject\":{\"kind\":\"Application\",\"name\":\"a,b=c\"}}".getBytes(StandardCharsets.UTF_8);

    @Test
    void selectsByNameNamespaceAndSelectableFields() {
        for (String selector : List.of(
                "",
                "metadata.name=web.1",
                "metadata.name==web.1",
                "metadata.name!=other,metadata.namespace=default",
                "involvedObject.kind=Application",
                "involvedObject.kind!=Node,",
                "involvedObject.name=a\\,b\\=c")) {
            assertThat(parse(selector).matches(KEY, () -> FIELDS.read(OBJECT)))
                    .as(selector)
                    .isTrue();
        }
        for (String selector : List.of(
                "metadata.name=web",
                "metadata.namespace!=default",
                "involvedObject.kind=",
                "involvedObject.kind=Node")) {
            assertThat(parse(selector).matches(KEY, () -> FIELDS.read(OBJECT)))
                    .as(selector)
                    .isFalse();
        }
    }

    @Test
    void doesNotDecodeTheObjectForFieldsOfItsKey() {
        Supplier<Map<String, String>> undecodable = () -> {
            throw new AssertionError("not needed");
        };

        FieldSelector byKey = parse("metadata.name=web.1,metadata.namespace=default");
        assertThat(byKey.matches(KEY, undecodable)).isTrue();
        assertThat(byKey.readsContent()).isFalse();
        FieldSelector byContent = parse("metadata.name=x,involvedObject.kind=Node");
        assertThat(byContent.matches(KEY, undecodable)).isFalse();
        assertThat(byContent.readsContent()).isTrue();
    }

    @Test
    void refusesUnknownFieldsAndBadSyntax() {
        refuses(
                "spec.x=1",
                "field label not supported: spec.x: events can be selected by metadata.name, metadata.namespace,"
                        + " involvedObject.kind, involvedObject.name");
        refuses("metadata.name", "expected <field>=<value>");
        refuses("=x", "expected <field>=<value>");
        refuses("metadata.name=a\\x", "after \\ expected");
        refuses("metadata.name=a=b", "must be written \\=");
    }

    private static FieldSelector parse(String text) {
        return FieldSelector.parse(text, EVENT);
    }

    private static void refuses(String selector, String message) {
        assertThatThrownBy(() -> parse(selector))
                .as(selector)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.fault()).isInstanceOf(ApiFault.BadRequest.class))
                .hasMessageContaining(message);
    }
}
