package dev.roadstead.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.AdmissionRequest;
import dev.roadstead.apiserver.admission.AdmissionRequest.Operation;
import dev.roadstead.apiserver.admission.Reviewers;
import dev.roadstead.apiserver.authn.ApiRequest;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.cel.Budget;
import dev.roadstead.apiserver.cel.Expression.EvaluationException;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.patch.Patches;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the webhooks that want to be asked: those that may change the object one after the other, then those that judge it
 * all at once. Thread-safe.
 */
public final class Webhooks implements Reviewers {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final String OWN_GROUP = "admissionregistration.k8s.io";

    /** For the server's own work, which no request waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Of a request's time, what is left for the write and the answer. */
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private final Supplier<List<Webhook>> webhooks;
    private final Supplier<ResourceCatalog> catalog;
    private final Function<String, JsonNode> namespaceLabels;
    private final ReviewClient client;
    private final Supplier<String> uids;

    /**
     * Wires the webhooks.
     *
     * @param webhooks in the order in which they are asked
     * @param namespaceLabels of a namespace by its name; empty when there is no such
     * @param uids makes a new UUID each time
     */
    public Webhooks(
            WebhookSource webhooks,
            Supplier<ResourceCatalog> catalog,
            Function<String, JsonNode> namespaceLabels,
            ReviewClient client,
            Supplier<String> uids) {
        this.webhooks = webhooks::webhooks;
        this.catalog = catalog;
        this.namespaceLabels = namespaceLabels;
        this.client = client;
        this.uids = uids;
    }

    @Override
    public boolean concern(AdmissionRequest request) {
        return !request.definition().group().equals(OWN_GROUP)
                && webhooks.get().stream().anyMatch(webhook -> wanted(webhook, request) != null);
    }

    @Override
    public Opinion mutate(AdmissionRequest request) {
        Deadline deadline = deadline(request);
        List<String> warnings = new ArrayList<>();
        List<Webhook> all = webhooks.get().stream().filter(Webhook::mutating).toList();
        ObjectNode object = objectOf(request);
        Set<Webhook> outdated = new LinkedHashSet<>();
        boolean changed = false;
        for (int i = 0; i < all.size(); i++) {
            ObjectNode patched = ask(all.get(i), request.with(object), deadline, warnings);
            if (patched != null) {
                object = patched;
                changed = true;
                outdated.addAll(all.subList(0, i));
            }
        }
        for (Webhook webhook : outdated) {
            ObjectNode patched = webhook.again() ? ask(webhook, request.with(object), deadline, warnings) : null;
            object = patched == null ? object : patched;
        }
        return new Opinion(object, changed, warnings);
    }

    private static ObjectNode objectOf(AdmissionRequest request) {
        return Objects.requireNonNull(request.object(), "a deletion is not mutated");
    }

    /** The first refusal counts, in the order of the webhooks. */
    @Override
    public List<String> validate(AdmissionRequest request) {
        Deadline deadline = deadline(request);
        List<Webhook> asked = webhooks.get().stream()
                .filter(webhook -> !webhook.mutating() || request.operation() == Operation.DELETE)
                .filter(webhook -> wanted(webhook, request) != null)
                .toList();
        List<String> warnings = new ArrayList<>();
        if (asked.size() == 1) {
            ask(asked.getFirst(), request, deadline, warnings);
            return warnings;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> answers = asked.stream()
                    .map(webhook -> threads.submit(() -> {
                        List<String> own = new ArrayList<>();
                        ask(webhook, request, deadline, own);
                        return own;
                    }))
                    .toList();
            for (Future<List<String>> answer : answers) {
                warnings.addAll(answer.get());
            }
            return warnings;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException refusal ? refusal : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(new ApiFault.Unavailable("the server is stopping", Duration.ofSeconds(1)));
        }
    }

    private static Deadline deadline(AdmissionRequest request) {
        ApiRequest asked = request.caller().request();
        return Deadline.in(
                asked == null ? PATIENCE : asked.deadline().remaining().minus(RESERVE));
    }

    /** The object as the webhook wants it; null if it wants no change, or has nothing to do with the request. */
    private @Nullable ObjectNode ask(
            Webhook webhook, AdmissionRequest request, Deadline deadline, List<String> warnings) {
        ResourceDefinition view = wanted(webhook, request);
        if (view == null || !isSelected(webhook, request)) {
            return null;
        }
        try {
            ObjectNode question = Review.request(request, view);
            if (!conditionsHold(webhook, question)) {
                return null;
            }
            Review.Answer answer = post(webhook, question, deadline);
            answer.warnings().forEach(warnings::add);
            if (!answer.allowed()) {
                throw refused(webhook, request, answer);
            }
            byte[] patch = answer.patch();
            return patch == null || request.object() == null || !webhook.mutating()
                    ? null
                    : patched(objectOf(request), patch, request.definition(), view);
        } catch (IOException | Review.MalformedException | EvaluationException e) {
            if (webhook.mandatory()) {
                throw new ApiException(
                        new ApiFault.Internal("failed calling webhook \"" + webhook.name() + "\": " + e.getMessage()));
            }
            LOG.warn("Webhook {} is passed over: {}", webhook.name(), e.getMessage());
            return null;
        }
    }

    private Review.Answer post(Webhook webhook, ObjectNode question, Deadline deadline)
            throws IOException, Review.MalformedException {
        String uid = uids.get();
        Duration within = Deadline.min(deadline.remaining(), webhook.timeout());
        if (within.toMillis() == 0) {
            throw new IOException("the request has no time left for it");
        }
        try {
            return Review.decode(
                    client.post(webhook.url(), webhook.authorities(), Review.encode(question, uid), within), uid);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the answer", e);
        }
    }

    /** The patch is one of the object as the webhook saw it. */
    private static ObjectNode patched(ObjectNode object, byte[] patch, ResourceDefinition own, ResourceDefinition view)
            throws Review.MalformedException {
        try {
            return view.shownAs(own, Patches.apply(PatchType.JSON, own.shownAs(view, object), patch, view));
        } catch (ApiException e) {
            throw new Review.MalformedException("the patch cannot be applied: " + e.getMessage());
        }
    }

    /** The kind and version as which the webhook wants to see the object; null if it does not. */
    private @Nullable ResourceDefinition wanted(Webhook webhook, AdmissionRequest request) {
        ResourceDefinition own = request.definition();
        if (webhook.names(request, own)) {
            return own;
        }
        return webhook.equivalent()
                ? catalog.get().views(own.resource()).stream()
                        .filter(view -> webhook.names(request, view))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private boolean isSelected(Webhook webhook, AdmissionRequest request) {
        return inNamespace(webhook.namespaces(), request)
                && (webhook.objects().matchesEverything()
                        || webhook.objects().matches(labels(request.object()))
                        || webhook.objects().matches(labels(request.old())));
    }

    /** Objects outside of namespaces are in all of them; a Namespace is in itself. */
    private boolean inNamespace(Selector selector, AdmissionRequest request) {
        if (selector.matchesEverything()) {
            return true;
        }
        if (request.definition().resource().equals("namespaces")) {
            return selector.matches(labels(request.object() == null ? request.old() : request.object()));
        }
        return request.namespace().isEmpty() || selector.matches(namespaceLabels.apply(request.namespace()));
    }

    private static JsonNode labels(@Nullable ObjectNode object) {
        return object == null
                ? MissingNode.getInstance()
                : object.path("metadata").path("labels");
    }

    private static boolean conditionsHold(Webhook webhook, ObjectNode question) {
        Budget budget = new Budget();
        EvaluationException unknown = null;
        for (MatchCondition condition : webhook.conditions()) {
            try {
                if (!condition.holds(question, budget)) {
                    return false;
                }
            } catch (EvaluationException e) {
                unknown = e;
            }
        }
        if (unknown != null) {
            throw unknown;
        }
        return true;
    }

    private static ApiException refused(Webhook webhook, AdmissionRequest request, Review.Answer answer) {
        String message = "admission webhook \"" + webhook.name() + "\" denied the request"
                + (answer.message().isEmpty() ? " without explanation" : ": " + answer.message());
        ApiFault.Subject subject = new ApiFault.Subject(
                request.definition().group(), request.definition().plural(), request.name());
        return new ApiException(
                switch (answer.code()) {
                    case 400 -> new ApiFault.BadRequest(message);
                    case 409 -> new ApiFault.Conflict(subject, message);
                    case 413 -> new ApiFault.TooLarge(message);
                    default -> new ApiFault.Forbidden(subject, message, List.of());
                });
    }
}
