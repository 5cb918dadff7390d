package dev.roadstead.e2e;

import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.client.Kubeconfig;
import dev.roadstead.controller.informer.Informer;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceType;
import java.io.IOException;
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
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A steady load on the containers of a namespace, sent as a router would: it follows the Container objects, and leaves
 * one out as soon as it is not routed, is not ready or is being deleted.
 */
final class RequestLoop implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int SENDERS = 5;
    /** Between two requests of a sender: 250 a second in all, while an answer takes less than that. */
    private static final long PERIOD = Duration.ofMillis(20).toNanos();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final HttpApiClient api;
    private final Informer<Container> containers;
    private final String namespace;
    private final List<Thread> senders;
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
        this.senders = IntStream.range(0, SENDERS)
                .mapToObj(i -> Thread.ofVirtual().name("sender-" + i).start(this::run))
                .toList();
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

    /** Forgets the pages that were answered so far. */
    void forgetPages() {
        pages.clear();
    }

    private void run() {
        long next = System.nanoTime();
        while (!closed) {
            List<Container> ready = containers.lister().all().stream()
                    .filter(container -> namespace.equals(container.metadata().namespace()))
                    .filter(RequestLoop::takesRequests)
                    .toList();
            int turn = requests.getAndIncrement();
            if (ready.isEmpty()) {
                failures.add("no container takes requests");
            } else {
                request(ready.get(turn % ready.size()));
            }
            // One that was late does not hurry after what it missed.
            next = Math.max(next + PERIOD, System.nanoTime());
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private static boolean takesRequests(Container container) {
        Container.Status status = container.status();
        return status != null
                && status.ip() != null
                && container.spec().routed()
                && !container.metadata().deleting()
                && status.conditions().stream()
                        .anyMatch(condition ->
                                condition.type().equals("Ready") && condition.status() == Condition.Status.True);
    }

    private void request(Container container) {
        Container.Status status = container.status();
        URI uri = URI.create("http://" + (status == null ? "" : status.ip()) + ":8080/");
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                failures.add(container.key() + " answered " + answer.statusCode());
            }
            pages.add(answer.body().strip());
        } catch (IOException e) {
            failures.add(container.key() + " at " + uri + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        containers.close();
        try {
            for (Thread sender : senders) {
                sender.join(TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        api.close();
        http.close();
    }
}
