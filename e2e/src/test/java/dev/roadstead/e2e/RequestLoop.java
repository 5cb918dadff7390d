package dev.roadstead.e2e;

import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.client.Kubeconfig;
import dev.roadstead.controller.informer.Informer;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests one after another to the ready containers of an Application, as a router would send them: it follows the
 * Container objects, and leaves one out as soon as it is not ready or is being deleted.
 */
final class RequestLoop implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final HttpApiClient api;
    private final Informer<Container> containers;
    private final String namespace;
    private final Thread thread;
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> pages = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RequestLoop(Path kubeconfig, String namespace) throws Exception {
        this.namespace = namespace;
        this.api = new HttpApiClient(Kubeconfig.read(kubeconfig));
        this.containers = new Informer<>(api, ResourceType.CONTAINER, Map.of());
        containers.start();
        if (!containers.awaitSynced(TIMEOUT)) {
            throw new AssertionError("the containers could not be listed within " + TIMEOUT);
        }
        this.thread = Thread.ofVirtual().name("request-loop").start(this::run);
    }

    int requests() {
        return requests.get();
    }

    /** What went wrong, a line per failed request. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Every page that was answered. */
    Set<String> pages() {
        return Set.copyOf(pages);
    }

    private void run() {
        int turn = 0;
        while (!closed) {
            List<Container> ready = containers.lister().all().stream()
                    .filter(container -> namespace.equals(container.metadata().namespace()))
                    .filter(RequestLoop::takesRequests)
                    .toList();
            if (ready.isEmpty()) {
                failures.add("no container is ready");
                pause();
                continue;
            }
            request(ready.get(turn++ % ready.size()));
            pause();
        }
    }

    private static boolean takesRequests(Container container) {
        Container.Status status = container.status();
        return status != null
                && status.ip() != null
                && !container.metadata().deleting()
                && status.conditions().stream()
                        .anyMatch(condition ->
                                condition.type().equals("Ready") && condition.status() == Condition.Status.True);
    }

    private void request(Container container) {
        requests.incrementAndGet();
        Container.Status status = container.status();
        URI uri = URI.create("http://" + (status == null ? "" : status.ip()) + ":8080/");
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                failures.add(container.key() + " answered " + answer.statusCode());
            }
            pages.add(answer.body().strip());
        } catch (java.io.IOException e) {
            failures.add(container.key() + " at " + uri + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A steady rate of at most 200 requests a second. */
    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }

    @Override
    public void close() {
        closed = true;
        containers.close();
        try {
            thread.join(TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        api.close();
        http.close();
    }
}
