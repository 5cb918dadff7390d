package dev.roadstead.controller.reconcile.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.model.Json;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.model.UsageReport.Delivery;
import dev.roadstead.model.UsageReport.Delivery.State;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookReconcilerTest {
    private static final String KEY = "acme/shop-2026-11";
    private static final String HOOK =
            "webhook: {url: 'https://billing.test/in', secretRef: {namespace: billing, name: hook}";

    private record Posted(URI url, Map<String, String> headers, String body) {}

    private final UsageWorld world = new UsageWorld();
    private final List<Posted> posted = new ArrayList<>();
    private int answer = 200;
    private final WebhookReconciler webhooks = world.webhooks((url, headers, body, _) -> {
        posted.add(new Posted(url, headers, body));
        if (answer == 0) {
            throw new IOException("billing.test cannot be reached");
        }
        return answer;
    });

    @BeforeEach
    void aReportAndASecret() {
        ObjectMeta metadata = ObjectMeta.toCreate("billing", "hook", Map.of(), List.of(), List.of());
        world.api.create(
                ResourceType.SECRET, new Secret(metadata, Map.of("secret", "s3cret".getBytes(StandardCharsets.UTF_8))));
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(Duration.ofHours(2));
        world.pass();
    }

    @Test
    void aFinalReportIsSentOnceAndSigned() throws Exception {
        world.plan("{" + HOOK + "}}");
        assertThat(webhooks.reconcile(KEY)).isEqualTo(Outcome.DONE);
        assertThat(posted).as("it is open").isEmpty();
        end();
        webhooks.reconcile(KEY);
        webhooks.reconcile(KEY);
        Posted only = posted.getFirst();
        assertThat(posted).hasSize(1);
        assertThat(only.url()).hasToString("https://billing.test/in");
        long seconds = world.now.getEpochSecond();
        assertThat(only.headers())
                .containsEntry(
                        "Roadstead-Signature",
                        WebhookReconciler.signature("s3cret".getBytes(StandardCharsets.UTF_8), seconds, only.body()));
        JsonNode body = Json.mapper().readTree(only.body());
        assertThat(body.path("id").asText()).isEqualTo(only.headers().get("Roadstead-Delivery"));
        assertThat(body.at("/report/status/phase").asText()).isEqualTo("Final");
        assertThat(body.at("/report/status/totals/containerHours").isTextual()).isTrue();
        assertThat(delivery().state()).isEqualTo(State.Delivered);
        assertThat(only.body()).doesNotContain("s3cret");
    }

    /** The value is from another implementation: printf '7.{}' | openssl dgst -sha256 -hmac k. */
    @Test
    void theSignatureIsWhatOthersCompute() {
        assertThat(WebhookReconciler.signature("k".getBytes(StandardCharsets.UTF_8), 7, "{}"))
                .isEqualTo("t=7,v1=676b269d79cd27a0484d05de0823eb209fd73922d153a5a975a92a1b5c31b889");
    }

    @Test
    void whatFailsIsTriedAgainLaterAndLaterWithTheSameIdAndBody() throws Exception {
        world.plan("{" + HOOK + "}}");
        end();
        List<Duration> waits = new ArrayList<>();
        for (int wrong : List.of(500, 0, 302)) {
            answer = wrong;
            webhooks.reconcile(KEY);
            assertThat(delivery().state()).isEqualTo(State.Pending);
            waits.add(((Outcome.After) webhooks.reconcile(KEY)).delay());
            world.after(waits.getLast());
        }
        assertThat(waits).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4));
        assertThat(delivery().message()).isEqualTo("it answered 302, expected 2xx");
        answer = 204;
        webhooks.reconcile(KEY);
        assertThat(delivery().state()).isEqualTo(State.Delivered);
        assertThat(delivery().attempts()).isEqualTo(4);
        assertThat(posted.stream().map(each -> each.headers().get("Roadstead-Delivery")))
                .hasSize(4)
                .containsOnly(delivery().id());
        assertThat(posted.stream().map(Posted::body).distinct()).hasSize(1);
    }

    @Test
    void aKillBetweenSendingAndSayingSoSendsItAgain() throws Exception {
        world.plan("{" + HOOK + "}}");
        end();
        Effects deadly = new Effects();
        deadly.killAt(0, true);
        world.api.effects(deadly);
        try {
            webhooks.reconcile(KEY);
        } catch (Effects.Killed e) {
            world.api.effects(new Effects());
        }
        webhooks.reconcile(KEY);
        assertThat(posted).hasSize(2);
        assertThat(posted.get(1).headers().get("Roadstead-Delivery"))
                .isEqualTo(posted.get(0).headers().get("Roadstead-Delivery"));
    }

    @Test
    void openReportsAreSentEachDayIfThatIsWanted() throws Exception {
        world.plan("{" + HOOK + ", daily: true}}");
        assertThat(webhooks.reconcile(KEY)).isEqualTo(new Outcome.After(Duration.ofHours(22)));
        for (int hour = 0; hour < 48; hour++) {
            world.after(Duration.ofHours(1));
            world.pass();
            webhooks.reconcile(KEY);
        }
        assertThat(posted).hasSize(2);
        end();
        webhooks.reconcile(KEY);
        assertThat(posted).hasSize(3);
    }

    @Test
    void withoutASecretNothingIsSent() throws Exception {
        world.plan("{" + HOOK.replace("name: hook", "name: none") + "}}");
        end();
        webhooks.reconcile(KEY);
        assertThat(posted).isEmpty();
        assertThat(delivery().message())
                .startsWith("the Plan's webhook is not set up")
                .doesNotContain("billing");
    }

    @Test
    void membersDoNotReadWhereTheWebhookIs() throws Exception {
        world.plan("{" + HOOK + "}}");
        end();
        answer = 0;
        webhooks.reconcile(KEY);
        assertThat(delivery().message())
                .startsWith("the Plan's webhook could not be reached")
                .doesNotContain("billing");
    }

    private void end() {
        world.now = Instant.parse("2026-12-01T00:00:30Z");
        world.pass();
    }

    private Delivery delivery() {
        return Objects.requireNonNull(world.report("2026-11").delivery());
    }
}
