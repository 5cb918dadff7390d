package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class WatchTest {
    @Test
    void watchFromAListSeesEveryLaterChange(TestApi api) {
        api.createWidget("before", "{\"size\": 1}");
        String listed = api.get(api.widgets()).at("/metadata/resourceVersion").asText();
        api.createWidget("a", "{\"size\": 1}");

        try (TestWatch watch = api.watch(api.widgets() + "?watch=true&resourceVersion=" + listed)) {
            watch.next("ADDED", "a");
            api.mergePatch(api.widgets("a"), "{\"spec\": {\"size\": 2}}").expect(200);
            ObjectNode modified = watch.next("MODIFIED", "a");
            assertThat(modified.at("/object/spec/size").asInt()).isEqualTo(2);
            api.delete(api.widgets("a")).expect(200);
            ObjectNode deleted = watch.next("DELETED", "a");
            assertThat(deleted.at("/object/metadata/resourceVersion").asLong())
                    .isGreaterThan(
                            modified.at("/object/metadata/resourceVersion").asLong());
        }
    }

    @Test
    void watchWithoutARevisionBeginsWithWhatExists(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");

        try (TestWatch watch = api.watch(api.widgets() + "?watch=1")) {
            watch.next("ADDED", "a");
            api.createWidget("b", "{\"size\": 1}");
            watch.next("ADDED", "b");
        }
    }

    @Test
    void initialEventsEndWithABookmark(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        String list = "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true";

        try (TestWatch watch = api.watch(api.widgets() + list + "&resourceVersionMatch=NotOlderThan")) {
            watch.next("ADDED", "a");
            ObjectNode bookmark = watch.next();
            assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
            assertThat(bookmark.at("/object/kind").asText()).isEqualTo("Widget");
            assertThat(bookmark.at("/object/metadata/annotations/k8s.io~1initial-events-end")
                            .asText())
                    .isEqualTo("true");
            api.createWidget("b", "{\"size\": 1}");
            watch.next("ADDED", "b");
        }
        api.get(api.widgets() + list).expect(422);
    }

    @Test
    void watchEndsCleanlyAtItsTimeoutWithALastBookmark(TestApi api) {
        try (TestWatch watch = api.watch(api.widgets() + "?watch=true&timeoutSeconds=1&allowWatchBookmarks=true")) {
            assertThat(watch.next().path("type").asText()).isEqualTo("BOOKMARK");
            watch.expectEnd();
        }
    }

    @Test
    void objectThatLeavesTheSelectionIsDeletedForTheWatcher(TestApi api) {
        try (TestWatch watch = api.watch(api.widgets() + "?watch=true&labelSelector=on%3Dyes")) {
            api.createWidget("a", "{\"size\": 1}");
            api.mergePatch(api.widgets("a"), "{\"metadata\": {\"labels\": {\"on\": \"yes\"}}}")
                    .expect(200);
            watch.next("ADDED", "a");
            api.mergePatch(api.widgets("a"), "{\"metadata\": {\"labels\": {\"on\": \"no\"}}}")
                    .expect(200);
            watch.next("DELETED", "a");
        }
    }

    @Test
    void tableWatchSendsItsColumnsOnce(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        api.createWidget("b", "{\"size\": 1}");

        try (TestWatch watch =
                api.watch(api.widgets() + "?watch=true", "application/json;as=Table;v=v1;g=meta.k8s.io")) {
            ObjectNode first = watch.next();
            assertThat(first.at("/object/kind").asText()).isEqualTo("Table");
            assertThat(first.at("/object/columnDefinitions")).isNotEmpty();
            ObjectNode second = watch.next();
            assertThat(second.at("/object/columnDefinitions")).isEmpty();
            assertThat(second.at("/object/rows/0/cells/0").asText()).isEqualTo("b");
        }
    }

    @Test
    void watchFromTheFutureIsRefused(TestApi api) {
        api.get(api.widgets() + "?watch=true&resourceVersion=999999999").expect(504);
    }

    @Test
    void manyWatchesShareOneConnection(TestApi api) {
        var watches = new ArrayList<TestWatch>();
        for (int i = 0; i < 300; i++) {
            watches.add(api.watch(api.widgets() + "?watch=true&resourceVersion=0"));
        }
        api.createWidget("a", "{\"size\": 1}");

        watches.forEach(watch -> watch.next("ADDED", "a"));
        watches.forEach(TestWatch::close);
    }
}
