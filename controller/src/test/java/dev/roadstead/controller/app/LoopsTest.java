package dev.roadstead.controller.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.reconcile.application.ClusterLedger;
import dev.roadstead.controller.testing.FakeApi;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Json;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopsTest {
    private static final String API = "/apis/roadstead.dev/v1alpha1/";

    private final FakeApi api = new FakeApi();
    private final HttpApiClient client = new HttpApiClient(api.kubeconfig());
    private final Informers informers = new Informers(client);
    private final Set<String> passes = ConcurrentHashMap.newKeySet();
    private final Loops loops = new Loops(
            loop("application"),
            loop("image"),
            loop("container"),
            loop("node"),
            loop("volume"),
            loop("repository"),
            loop("quota"));

    @BeforeEach
    void thereIsAReleaseWhoseImageIsNotResolved() {
        Fleet fleet = new Fleet(Apps.of(1, "app:1"), Nodes.ready("a"));
        fleet.plan().actions().forEach(fleet::apply);
        put("namespaces/shop/releases", "web-1", fleet.release(1));
        put("namespaces/shop/applications", "web", fleet.application());
    }

    @AfterEach
    void close() {
        List.of(
                        loops.applications(),
                        loops.images(),
                        loops.containers(),
                        loops.nodes(),
                        loops.volumes(),
                        loops.repositories(),
                        loops.quotas())
                .forEach(ControllerLoop::close);
        informers.close();
        client.close();
        api.close();
    }

    @Test
    void anImageIsAskedForAgainWhenANodeComesOrGoes() throws InterruptedException {
        loops.wokenBy(informers, new ClusterLedger());
        start();
        awaitPass("image shop/web-1");

        put("nodes", "a", Nodes.ready("a"));
        awaitPass("image shop/web-1");

        api.remove(API + "nodes", "a");
        awaitPass("image shop/web-1");
    }

    @Test
    void whoComesToOwnAShardLooksAtAllThereIs() throws InterruptedException {
        put("nodes", "a", Nodes.ready("a"));
        ObjectNode quota = JsonNodeFactory.instance.objectNode();
        quota.putObject("spec").putObject("hard").put("requests.cpu", "4");
        api.put("/api/v1/namespaces/shop/resourcequotas", "team", quota);
        start();

        new Shards(informers).wakeAll(loops);

        Set<String> all = Set.of("application shop/web", "image shop/web-1", "node a", "quota shop/team");
        Eventually.await("all are looked at", () -> passes.equals(all));
    }

    @Test
    void theImageOfAReleaseIsForTheServerOfANodeThatItIsPlacedOn() throws InterruptedException {
        Map<String, String> big = Map.of("size", "big");
        put("nodes", "a", Nodes.ready("a"));
        put(
                "nodes",
                "b",
                Nodes.with(
                        Nodes.labelled("b", big),
                        Nodes.notReady("b").spec(),
                        Nodes.notReady("b").status()));
        put("nodes", "c", Nodes.labelled("c", big));
        Placement placement = new Placement(null, big, List.of(), List.of(), Preference.Spread);
        put(
                "namespaces/shop/applications",
                "web",
                Apps.of(1, "app:1").placement(placement).stored(1, null));
        start();

        Shards shards = new Shards(informers);
        assertThat(shards.image("shop/web-1")).isEqualTo("node/c");
        assertThat(shards.image("shop/gone")).isEqualTo("applications");

        api.remove(API + "nodes", "c");
        Eventually.await(
                "the node that is not ready is better than none",
                () -> shards.image("shop/web-1").equals("node/b"));
    }

    private void start() throws InterruptedException {
        informers.start();
        informers.awaitSynced(Duration.ofSeconds(20));
        loops.start();
    }

    private void awaitPass(String pass) {
        Eventually.await(pass, () -> passes.remove(pass));
    }

    private void put(String collection, String name, Object object) {
        api.put(API + collection, name, Json.mapper().valueToTree(object));
    }

    private ControllerLoop loop(String name) {
        return new ControllerLoop(
                name,
                key -> {
                    passes.add(name + " " + key);
                    return Outcome.DONE;
                },
                LoopConfig.DEFAULT);
    }
}
