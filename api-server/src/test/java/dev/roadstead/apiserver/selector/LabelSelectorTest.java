package dev.roadstead.apiserver.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSelectorTest {
    private static final Map<String, String> LABELS =
            Map.of("app", "web", "tier", "front", "example.com/x", "", "in", "in", "shards", "12");

    @Test
    void selectsWhatKubernetesSelects() {
        for (String selector : List.of(
                "",
                " ",
                "app=web",
                "app==web",
                "app = web , tier == front",
                "app!=db",
                "missing!=db",
                "app in (db, web)",
                "app in (web),tier notin (back)",
                "missing notin (a)",
                "app",
                "!missing",
                "! missing",
                "example.com/x",
                "example.com/x=",
                "example.com/x in ()",
                "in in (in)",
                "shards>11",
                "shards > 9 , shards<13",
                "shards < 9223372036854775807",
                "app in (db,web),!missing,tier")) {
            assertThat(LabelSelector.parse(selector).matches(LABELS))
                    .as(selector)
                    .isTrue();
        }
    }

    @Test
    void leavesOutTheRest() {
        for (String selector : List.of(
                "app=db",
                "app==",
                "app!=web",
                "app in (db)",
                "app notin (web, db)",
                "missing",
                "!app",
                "shards>12",
                "shards<12",
                "app>1",
                "missing<1",
                "app=web,tier=back")) {
            assertThat(LabelSelector.parse(selector).matches(LABELS))
                    .as(selector)
                    .isFalse();
        }
    }

    @Test
    void saysWhereBadSyntaxIsBad() {
        refuses("app in (a b)", "at position 10: expected ',' or ')', found \"b)\"");
        refuses("app in (a", "at position 9: expected ',' or ')', found the end");
        refuses("app in a", "at position 7: expected '('");
        refuses("app within (a)", "at position 4: expected '=', '==', '!=', '>', '<', in, notin, ',' or the end");
        refuses("app>web", "at position 4: expected a whole number, found \"web\"");
        refuses("app=a b", "at position 6: expected ',' or the end");
        refuses("app=web,", "at position 8: expected a label key");
        refuses("=web", "at position 0: expected a label key");
        refuses("-app=web", "at position 0: expected a label key");
        refuses("a/b/c", "at position 0: expected a label key");
        refuses("app=-web", "at position 4: expected a label value");
        refuses("app=" + "x".repeat(64), "at position 4: expected a label value");
    }

    private static void refuses(String selector, String message) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .as(selector)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.fault()).isInstanceOf(ApiFault.BadRequest.class))
                .hasMessageContaining(message);
    }
}
