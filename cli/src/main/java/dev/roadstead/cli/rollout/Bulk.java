package dev.roadstead.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Application;
import dev.roadstead.model.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One change of many Applications, each by itself: one that fails stops no other. Blocks. */
public final class Bulk {
    private static final int AT_ONCE = 8;
    private static final String ROOT = "/apis/roadstead.dev/v1";

    private final JsonMapper mapper = Json.mapper();
    private final ApiClient api;
    private final boolean dryRun;

    /** @param dryRun whether the server only checks */
    public Bulk(ApiClient api, boolean dryRun) {
        this.api = api;
        this.dryRun = dryRun;
    }

    /** What is changed of an Application, as a merge patch. */
    @FunctionalInterface
    public interface Change {
        /**
         * The patch.
         *
         * @throws CliException if it would mean nothing
         */
        ObjectNode of(Rollouts rollouts, Application application);
    }

    /** What became of an Application. */
    public enum Outcome {
        changed,
        unchanged,
        failed
    }

    /**
     * What became of one of them.
     *
     * @param message why it failed; else empty
     */
    public record Result(String namespace, String name, Outcome outcome, String message) {}

    /**
     * The Applications with these labels, in order.
     *
     * @param namespace null: of all
     * @throws ApiCallException if the selector is none
     * @throws CliException if the namespace is not there
     */
    public List<Application> select(@Nullable String namespace, String selector) {
        String path = (namespace == null ? ROOT : ROOT + "/namespaces/" + namespace) + "/applications?labelSelector="
                + URLEncoder.encode(selector, StandardCharsets.UTF_8);
        List<Application> found = new ArrayList<>();
        api.getRaw(path)
                .ifPresent(list ->
                        list.path("items").forEach(item -> found.add(mapper.convertValue(item, Application.class))));
        if (found.isEmpty() && namespace != null) {
            Absence.requireNamespace(api, namespace);
        }
        return found;
    }

    /** Changes them, some at a time; the results are in the same order. */
    public List<Result> run(List<Application> applications, Change change) throws InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("bulk-", 0).factory())) {
            List<Result> results = new ArrayList<>();
            for (Future<Result> each : workers.invokeAll(applications.stream()
                    .map(application -> (Callable<Result>) () -> result(application, change))
                    .toList())) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an application could not be changed", e.getCause());
        }
    }

    private Result result(Application application, Change change) {
        String namespace = Objects.requireNonNull(application.metadata().namespace());
        String name = application.metadata().name();
        try {
            boolean changed = patch(namespace, name, application, change);
            return new Result(namespace, name, changed ? Outcome.changed : Outcome.unchanged, "");
        } catch (CliException | ApiCallException e) {
            return new Result(namespace, name, Outcome.failed, String.valueOf(e.getMessage()));
        }
    }

    private boolean patch(String namespace, String name, Application application, Change change) {
        ObjectNode patch = change.of(new Rollouts(api, namespace, name), application);
        // Not one that was made anew under the name since it was chosen.
        patch.withObject("/metadata").put("uid", application.metadata().requireUid());
        String path = ROOT + "/namespaces/" + namespace + "/applications/" + name;
        JsonNode after = api.patchRaw(dryRun ? path + "?dryRun=All" : path, patch);
        return !mapper.convertValue(after, Application.class).spec().equals(application.spec());
    }
}
