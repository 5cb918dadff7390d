package dev.roadstead.controller.reconcile.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.usage.Deliveries;
import dev.roadstead.model.Json;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Plan.Webhook;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.UsageReport.Delivery;
import dev.roadstead.model.UsageReport.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the webhook of an Organization's Plan of a UsageReport, at least once. Of its status {@code delivery} is this
 * reconciler's.
 *
 * <p>{@code Roadstead-Signature: t=<seconds>,v1=<hex>} is HMAC-SHA-256 of {@code <seconds>.<body>} with the Secret, so a
 * receiver can tell an old message from a new one; {@code Roadstead-Delivery} is the same whenever the same is said again.
 */
public final class WebhookReconciler implements Reconciler {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String SECRET_KEY = "secret";
    private static final String ALGORITHM = "HmacSHA256";
    private static final String NOT_SET_UP =
            "the Plan's webhook is not set up completely; the platform's admins find what is missing in the server's log";
    private static final String UNREACHABLE =
            "the Plan's webhook could not be reached; the platform's admins find the reason in the server's log";
    private static final Logger log = LoggerFactory.getLogger(WebhookReconciler.class);

    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;
    private final UsageCaches caches;
    private final Outbox outbox;
    private final InstantSource clock;

    public WebhookReconciler(ApiClient client, UsageCaches caches, Outbox outbox, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) throws InterruptedException {
        Key parsed = Key.parse(key);
        Plan plan = caches.isOrganization(parsed.namespace()) ? caches.planOf(parsed.namespace()) : null;
        Webhook webhook = plan == null ? null : plan.spec().webhook();
        Optional<UsageReport> report = webhook == null
                ? Optional.empty()
                : client.find(ResourceType.USAGE_REPORT, parsed.namespace(), parsed.name());
        Status status = report.map(UsageReport::status).orElse(null);
        if (webhook == null || report.isEmpty() || status == null) {
            return Outcome.DONE;
        }
        Optional<Instant> due = Deliveries.due(report.get(), webhook);
        if (due.isEmpty()) {
            return Outcome.DONE;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (now.isBefore(due.get())) {
            return new Outcome.After(Duration.between(now, due.get()));
        }
        String trouble = send(report.get(), status, webhook, now);
        record(report.get(), Deliveries.attempted(report.get(), status, trouble, now));
        return Outcome.DONE; // woken by what was written
    }

    /** Returns why it failed, in words that members of the Organization may read; null if it was accepted. */
    private @Nullable String send(UsageReport report, Status status, Webhook webhook, Instant now)
            throws InterruptedException {
        Optional<byte[]> secret = secret(webhook);
        if (secret.isEmpty()) {
            log.warn(
                    "UsageReport {} is not sent: Secret {}/{} has no key {}, with which it is signed",
                    report.key(),
                    webhook.secretRef().namespace(),
                    webhook.secretRef().name(),
                    SECRET_KEY);
            return NOT_SET_UP;
        }
        String id = Deliveries.id(report, status);
        String body = body(report, id);
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "Roadstead-Delivery",
                id,
                "Roadstead-Signature",
                signature(secret.get(), now.getEpochSecond(), body));
        try {
            int answer = outbox.post(URI.create(webhook.url()), headers, body, ANSWER);
            return answer >= 200 && answer < 300 ? null : "it answered " + answer + ", expected 2xx";
        } catch (IOException e) {
            log.warn("UsageReport {} could not be sent: {}", report.key(), e.getMessage());
            return UNREACHABLE;
        } catch (IllegalArgumentException e) {
            log.warn("UsageReport {} is not sent: the url of its Plan's webhook is none", report.key());
            return NOT_SET_UP;
        }
    }

    private Optional<byte[]> secret(Webhook webhook) {
        return client.find(
                        ResourceType.SECRET,
                        webhook.secretRef().namespace(),
                        webhook.secretRef().name())
                .flatMap(secret -> Optional.ofNullable(secret.data().get(SECRET_KEY)))
                .filter(bytes -> bytes.length > 0);
    }

    private String body(UsageReport report, String id) {
        ObjectNode message = mapper.createObjectNode().put("id", id).put("type", "UsageReport");
        ObjectNode said = message.putObject("report");
        said.putObject("metadata")
                .put("namespace", report.metadata().namespace())
                .put("name", report.metadata().name())
                .put("uid", report.metadata().requireUid());
        said.set("spec", mapper.<JsonNode>valueToTree(report.spec()));
        ObjectNode status = mapper.valueToTree(report.status());
        status.remove("delivery"); // otherwise no two attempts would say the same
        said.set("status", status);
        return message.toString();
    }

    static String signature(byte[] secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] digest = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Nobody else writes this field, so it does not matter what was counted meanwhile. */
    private void record(UsageReport report, Delivery delivery) {
        ObjectNode patch = PatchOf.same(report.metadata());
        patch.putObject("status").set("delivery", mapper.<JsonNode>valueToTree(delivery));
        client.patchStatus(
                ResourceType.USAGE_REPORT,
                String.valueOf(report.metadata().namespace()),
                report.metadata().name(),
                patch);
    }
}
