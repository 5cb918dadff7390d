package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Admission webhooks, with a real HTTPS service. */
@ExtendWith(RunningServer.class)
final class WebhooksTest {
    private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";

    private final TestApi api;
    private final WebhookServer service = new WebhookServer();

    WebhooksTest(TestApi api) {
        this.api = api;
    }

    @AfterEach
    void stop() {
        for (String kind : new String[] {"mutating", "validating"}) {
            api.delete(GROUP + kind + "webhookconfigurations/" + api.namespace());
        }
        service.close();
    }

    /** Returns when it is asked. */
    private void configure(String kind, String... webhooks) {
        api.postYaml(GROUP + kind.toLowerCase(Locale.ROOT) + "webhookconfigurations", """
                apiVersion: admissionregistration.k8s.io/v1
                kind: %sWebhookConfiguration
                metadata: {name: %s}
                webhooks: [%s]
                """.formatted(
                                kind, api.namespace(), String.join(", ", webhooks)))
                .expect(201);
        Eventually.eventually(() -> {
            api.post(api.widgets() + "?dryRun=All", TestApi.widget("probe", "{\"size\": 1}"));
            assertThat(service.requests()).isNotEmpty();
        });
        service.requests().clear();
    }

    private String webhook(String name, String more) {
        return service.webhook(name, api.namespace(), more);
    }

    @Test
    void aMutatingWebhookSeesTheRequestAndChangesTheObject() {
        configure("Mutating", webhook("a", ""));
        service.answer(request -> WebhookServer.patching(
                request,
                "[{\"op\": \"add\", \"path\": \"/metadata/labels\", \"value\": {\"by\": \"hook\"}},"
                        + " {\"op\": \"replace\", \"path\": \"/metadata/name\", \"value\": \"other\"}]"));

        ObjectNode created = api.createWidget("w", "{\"size\": 1}");

        assertThat(created.at("/metadata/labels/by").asText()).isEqualTo("hook");
        assertThat(created.at("/metadata/name").asText()).isEqualTo("w");
        JsonNode request = service.requests().getFirst();
        assertThat(request.path("operation").asText()).isEqualTo("CREATE");
        assertThat(request.at("/kind/kind").asText()).isEqualTo("Widget");
        assertThat(request.at("/resource/resource").asText()).isEqualTo("widgets");
        assertThat(request.at("/userInfo/username").asText()).isEqualTo("kubernetes-admin");
        assertThat(request.at("/object/metadata/name").asText()).isEqualTo("w");
        assertThat(request.path("oldObject").isNull()).isTrue();
        assertThat(request.path("dryRun").asBoolean()).isFalse();
        assertThat(request.path("namespace").asText()).isEqualTo(api.namespace());
    }

    @Test
    void aValidatingWebhookRefusesAndWarns() {
        configure("Validating", webhook("v", ""));
        service.answer(request -> request.at("/object/spec/size").asInt() > 3
                ? WebhookServer.refusing(request, "too large")
                : WebhookServer.allowing(request, ", \"warnings\": [\"mind the size\"]"));

        TestApi.Answer refused =
                api.post(api.widgets(), TestApi.widget("w", "{\"size\": 5}")).expect(403);
        assertThat(refused.at("/message").asText())
                .isEqualTo("admission webhook \"v.hooks.example.com\" denied the request: too large");
        api.get(api.widgets("w")).expect(404);
        TestApi.Answer created =
                api.post(api.widgets(), TestApi.widget("w", "{\"size\": 2}")).expect(201);
        assertThat(created.response().headers().allValues("Warning")).containsExactly("299 - \"mind the size\"");
        api.mergePatch(api.widgets("w"), "{\"spec\": {\"size\": 9}}").expect(403);
        assertThat(service.requests()).as("one question for each request").hasSize(3);
        service.answer(request -> WebhookServer.refusing(request, "it stays"));
        api.delete(api.widgets("w")).expect(403);
        assertThat(service.requests().getLast().path("operation").asText()).isEqualTo("DELETE");
        assertThat(service.requests().getLast().at("/oldObject/metadata/name").asText())
                .isEqualTo("w");
        service.answer(request -> WebhookServer.allowing(request, ", \"warnings\": [\"it is gone\"]"));
        TestApi.Answer deleted = api.delete(api.widgets("w")).expect(200);
        assertThat(deleted.response().headers().allValues("Warning")).containsExactly("299 - \"it is gone\"");
    }

    @Test
    void validatingWebhooksAreAskedAllAtOnce() {
        String patient = "timeoutSeconds: 1, failurePolicy: Ignore";
        configure("Validating", webhook("a", patient), webhook("b", patient), webhook("c", patient));
        service.answer(request -> null);

        long began = System.nanoTime();
        api.createWidget("w", "{\"size\": 1}");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2500));
        assertThat(service.requests()).hasSize(3);
    }

    @Test
    void aPatchThatBreaksTheSchemaIsRefusedAsTheUsersWouldBe() {
        configure("Mutating", webhook("a", ""));
        service.answer(request ->
                WebhookServer.patching(request, "[{\"op\": \"add\", \"path\": \"/spec/size\", \"value\": \"many\"}]"));

        TestApi.Answer refused =
                api.post(api.widgets(), TestApi.widget("w", "{\"size\": 1}")).expect(422);
        assertThat(refused.at("/details/causes/0/field").asText()).isEqualTo("spec.size");
    }

    @Test
    void whatCannotBeAskedIsRefusedUnlessItMayBeIgnored() {
        configure("Validating", webhook("v", "timeoutSeconds: 1"));
        for (String answer : new String[] {
            "no json",
            "{}",
            WebhookServer.review("another", "true"),
            WebhookServer.review("another", "true").replace("another", "x".repeat(7 << 20)),
        }) {
            service.answer(request -> answer);
            TestApi.Answer failed = api.post(api.widgets(), TestApi.widget("w", "{\"size\": 1}"))
                    .expect(500);
            assertThat(failed.at("/message").asText()).contains("failed calling webhook \"v.hooks.example.com\"");
        }
        service.answer(request -> null);
        long began = System.nanoTime();
        api.post(api.widgets(), TestApi.widget("w", "{\"size\": 1}")).expect(500);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));

        api.patch(
                        GROUP + "validatingwebhookconfigurations/" + api.namespace(),
                        "application/json-patch+json",
                        "[{\"op\": \"replace\", \"path\": \"/webhooks/0/failurePolicy\", \"value\": \"Ignore\"}]")
                .expect(200);
        Eventually.eventually(() -> api.post(api.widgets() + "?dryRun=All", TestApi.widget("w", "{\"size\": 1}"))
                .expect(201));
    }

    @Test
    void conditionsSelectorsAndDryRunDecideWhoIsAsked() {
        configure(
                "Validating",
                webhook(
                        "v",
                        "matchConditions: [{name: big, expression: 'request.operation != \"CREATE\" || request.dryRun || object.spec.size > 3'}]"),
                webhook("o", "objectSelector: {matchExpressions: [{key: watched, operator: Exists}]}"));
        service.answer(request -> WebhookServer.allowing(request, ""));

        api.createWidget("small", "{\"size\": 1}");
        assertThat(service.requests()).isEmpty();
        api.createWidget("big", "{\"size\": 4}");
        assertThat(service.requests()).hasSize(1);
        api.mergePatch(api.widgets("big"), "{\"metadata\": {\"labels\": {\"watched\": \"\"}}}")
                .expect(200);
        assertThat(service.requests()).hasSize(3);
        api.post(api.widgets() + "?dryRun=All", TestApi.widget("d", "{\"size\": 9}"))
                .expect(201);
        assertThat(service.requests().getLast().path("dryRun").asBoolean()).isTrue();
    }

    @Test
    void anEarlierWebhookIsAskedAgainWhenALaterOneChangedTheObject() {
        configure("Mutating", webhook("a", "reinvocationPolicy: IfNeeded"), webhook("b", ""));
        service.answer(request -> request.at("/object/metadata/labels/step").isMissingNode()
                        && service.requests().size() == 2
                ? WebhookServer.patching(
                        request, "[{\"op\": \"add\", \"path\": \"/metadata/labels\", \"value\": {\"step\": \"b\"}}]")
                : WebhookServer.allowing(request, ""));

        api.createWidget("w", "{\"size\": 1}");

        assertThat(service.requests()).hasSize(3);
        assertThat(service.requests()
                        .getLast()
                        .at("/object/metadata/labels/step")
                        .asText())
                .isEqualTo("b");
    }

    /** Kubernetes, matchPolicy: Equivalent is what a rule gets that says nothing. */
    @Test
    void aRuleForOneGroupOfEventsIsOneForBothUnlessItIsToBeTakenExactly() {
        configure("Mutating", ofCoreEvents(webhook("older", "")), ofCoreEvents(webhook("exact", "matchPolicy: Exact")));
        service.answer(request -> WebhookServer.patching(
                request, "[{\"op\": \"replace\", \"path\": \"/message\", \"value\": \"Changed.\"}]"));

        ObjectNode created = api.post("/apis/events.k8s.io/v1/namespaces/" + api.namespace() + "/events", """
                {"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": {"name": "e"},
                 "eventTime": "2026-01-01T00:00:00.000001Z", "reportingController": "test.dev/painter",
                 "reportingInstance": "painter-1", "action": "Paint", "reason": "Painted", "type": "Normal",
                 "note": "It is blue now.", "regarding": {"kind": "Boat", "namespace": "n", "name": "boat"}}""")
                .expect(201)
                .json();

        assertThat(created.path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
        assertThat(created.path("note").asText()).isEqualTo("Changed.");
        assertThat(service.requests())
                .as("not of the one that wants it exactly")
                .hasSize(1);
        JsonNode request = service.requests().getFirst();
        assertThat(request.at("/kind/group").asText()).isEmpty();
        assertThat(request.at("/resource/version").asText()).isEqualTo("v1");
        assertThat(request.at("/requestKind/group").asText()).isEqualTo("events.k8s.io");
        assertThat(request.at("/requestResource/group").asText()).isEqualTo("events.k8s.io");
        assertThat(request.at("/object/apiVersion").asText()).isEqualTo("v1");
        assertThat(request.at("/object/message").asText()).isEqualTo("It is blue now.");
        assertThat(request.at("/object/involvedObject/name").asText()).isEqualTo("boat");
    }

    private static String ofCoreEvents(String webhook) {
        return webhook.replace("apiGroups: [", "apiGroups: ['', ").replace("resources: [", "resources: [events, ");
    }

    @Test
    void configurationsThatCannotWorkAreRefused() {
        String[][] bad = {
            {"url: 'http://127.0.0.1/x'", "webhooks[0].clientConfig.url"},
            {"service: {name: a, namespace: b}", "webhooks[0].clientConfig.service"},
            {"url: 'https://127.0.0.1:99999/x'", "webhooks[0].clientConfig.url"},
            {"url: 'https://127.0.0.1/x', caBundle: YWJj", "webhooks[0].clientConfig.caBundle"},
        };
        for (String[] each : bad) {
            TestApi.Answer refused = api.postYaml(GROUP + "validatingwebhookconfigurations", """
                    {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: bad},
                     webhooks: [{name: a.b.c, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {%s}}]}""".formatted(each[0]))
                    .expect(422);
            assertThat(refused.at("/details/causes/0/field").asText()).isEqualTo(each[1]);
        }
        api.postYaml(GROUP + "validatingwebhookconfigurations", """
                    {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: bad},
                     webhooks: [{name: %s, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {url: 'https://a/b'}}]}""".formatted("a.".repeat(20_000) + "b"))
                .expect(422);
    }
}
