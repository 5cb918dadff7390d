package dev.roadstead.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.cel.Expression;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** MutatingWebhookConfiguration and ValidatingWebhookConfiguration: what they must be, and the webhooks that they name. */
public final class WebhookConfigurations {
    public static final String MUTATING = "mutatingwebhookconfigurations.admissionregistration.k8s.io";
    public static final String VALIDATING = "validatingwebhookconfigurations.admissionregistration.k8s.io";
    private static final int MAX_PORT = 65_535;
    /** No longer than a name can be, or the pattern would need too deep a stack. */
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?){2,}");

    private WebhookConfigurations() {}

    /** What is wrong with a configuration besides its schema. */
    public static List<Cause> check(ObjectNode configuration) {
        List<Cause> causes = new ArrayList<>();
        JsonNode webhooks = configuration.path("webhooks");
        for (int i = 0; i < webhooks.size(); i++) {
            webhook(webhooks.path(i), FieldPath.of("webhooks").index(i), causes);
        }
        return causes;
    }

    private static void webhook(JsonNode webhook, FieldPath at, List<Cause> causes) {
        if (!DOMAIN.matcher(webhook.path("name").asText()).matches()) {
            causes.add(Causes.invalid(
                    at.field("name"),
                    webhook.path("name"),
                    "should be a domain with at least three segments separated by dots"));
        }
        clientConfig(webhook.path("clientConfig"), at.field("clientConfig"), causes);
        if (webhook.path("admissionReviewVersions")
                .valueStream()
                .noneMatch(it -> it.asText().equals("v1"))) {
            causes.add(Causes.invalid(
                    at.field("admissionReviewVersions"), webhook.path("admissionReviewVersions"), "must include v1"));
        }
        for (int i = 0; i < webhook.path("rules").size(); i++) {
            for (String field : List.of("operations", "apiGroups", "apiVersions", "resources")) {
                if (webhook.path("rules").path(i).path(field).isEmpty()) {
                    causes.add(Causes.required(at.field("rules").index(i).field(field), ""));
                }
            }
        }
        List<MatchCondition> conditions = conditions(webhook);
        for (int i = 0; i < conditions.size(); i++) {
            try {
                conditions.get(i).expression();
            } catch (Expression.BadExpressionException e) {
                causes.add(Causes.invalid(
                        at.field("matchConditions").index(i).field("expression"),
                        webhook.path("matchConditions").path(i).path("expression"),
                        "compilation failed: " + e.getMessage()));
            }
        }
    }

    private static void clientConfig(JsonNode config, FieldPath at, List<Cause> causes) {
        if (config.has("service")) {
            causes.add(Causes.forbidden(
                    at.field("service"), "there is no cluster DNS that would find a Service; give its address as url"));
        }
        JsonNode url = config.path("url");
        if (!url.isTextual()) {
            causes.add(Causes.required(at.field("url"), "the address of the webhook, as https://host/path"));
        } else if (!isAddress(url.textValue())) {
            causes.add(
                    Causes.invalid(at.field("url"), url, "must be an https address without user, query and fragment"));
        }
        if (config.path("caBundle").isTextual() && !areCertificates(config.path("caBundle"))) {
            causes.add(Causes.invalid(at.field("caBundle"), "must be certificates as PEM, encoded as base64"));
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI url = new URI(text);
            return "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getPort() <= MAX_PORT
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean areCertificates(JsonNode bundle) {
        try {
            byte[] pem = Base64.getDecoder().decode(bundle.asText());
            return pem.length == 0
                    || !CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .isEmpty();
        } catch (IllegalArgumentException | CertificateException e) {
            return false;
        }
    }

    private static List<MatchCondition> conditions(JsonNode webhook) {
        return webhook.path("matchConditions")
                .valueStream()
                .map(it -> new MatchCondition(
                        it.path("name").asText(), it.path("expression").asText()))
                .toList();
    }

    /** The webhooks of a configuration that was admitted. */
    static List<Webhook> read(ObjectNode configuration) {
        boolean mutating = configuration.path("kind").asText().startsWith("Mutating");
        return configuration
                .path("webhooks")
                .valueStream()
                .map(it -> read(it, mutating))
                .toList();
    }

    private static Webhook read(JsonNode webhook, boolean mutating) {
        JsonNode config = webhook.path("clientConfig");
        return new Webhook(
                webhook.path("name").asText(),
                mutating,
                URI.create(config.path("url").asText()),
                Base64.getDecoder().decode(config.path("caBundle").asText()),
                webhook.path("rules").valueStream().map(Rule::of).toList(),
                Selector.of(webhook.path("namespaceSelector")),
                Selector.of(webhook.path("objectSelector")),
                conditions(webhook),
                !webhook.path("matchPolicy").asText().equals("Exact"),
                !webhook.path("failurePolicy").asText().equals("Ignore"),
                Duration.ofSeconds(webhook.path("timeoutSeconds").asInt(10)),
                webhook.path("reinvocationPolicy").asText().equals("IfNeeded"));
    }
}
