package dev.roadstead.controller.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.queue.Backoff;
import dev.roadstead.controller.queue.WorkQueue;
import dev.roadstead.controller.status.EventTallies.Tally;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events from one thread, in the order in which they first occurred. One that repeats is sent at most once in ten
 * seconds; its count covers all repeats. Messages are stored and shown as they are: callers keep secrets out of them.
 *
 * <p>At most 1000 events are held; beyond that, the one that has not occurred for longest is forgotten, and counted as
 * dropped if it was still to be sent. Thread-safe.
 */
public final class ApiEventRecorder implements EventRecorder, AutoCloseable {
    static final Duration REPEAT_INTERVAL = Duration.ofSeconds(10);
    static final int CAPACITY = 1000;

    private static final Logger log = LoggerFactory.getLogger(ApiEventRecorder.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final ApiClient client;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final WorkQueue queue;
    private final EventTallies tallies = new EventTallies(CAPACITY);
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private final Thread sender = Thread.ofVirtual().name("events").unstarted(this::run);

    /** Holds events at once, sends them after {@link #start}. */
    public ApiEventRecorder(ApiClient client, InstantSource clock) {
        this(client, clock, System::nanoTime);
    }

    ApiEventRecorder(ApiClient client, InstantSource clock, LongSupplier nanoClock) {
        this.client = client;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.queue = new WorkQueue(nanoClock);
    }

    /**
     * Begins sending.
     *
     * @throws IllegalThreadStateException if it was started before
     */
    public void start() {
        sender.start();
    }

    @Override
    public <T extends Resource> void normal(ResourceType<T> type, T about, String reason, String message) {
        tell(type, about.metadata(), "Normal", reason, message);
    }

    @Override
    public <T extends Resource> void warning(ResourceType<T> type, T about, String reason, String message) {
        tell(type, about.metadata(), "Warning", reason, message);
    }

    /** Occurrences that could not be sent and were given up. */
    public long dropped() {
        return tallies.dropped();
    }

    /** Stops sending; what is unsent is lost. */
    @Override
    public void close() {
        queue.shutDown();
        sender.interrupt();
        try {
            if (sender.isAlive() && !sender.join(STOP_TIMEOUT)) {
                log.warn("the event sender did not stop within {}", STOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(ResourceType<?> type, ObjectMeta about, String eventType, String reason, String message) {
        if (about.uid() == null) {
            log.warn("event {} about {} {} is lost: the object has no uid", reason, type.kind(), about.key());
            return;
        }
        Story story = Story.about(type, about, about.uid(), eventType, reason, message);
        String key = story.namespace() + "/" + story.name();
        Tally tally = tallies.occurred(key, story, clock.instant());
        // Beyond the first it is queued already, or about to be.
        if (tally.unsent() == 1) {
            queue.addAfter(key, EventTallies.wait(tally, REPEAT_INTERVAL, nanoClock.getAsLong()));
        }
    }

    private void run() {
        try {
            for (String key = queue.take(); key != null; key = queue.take()) {
                send(key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what is due now, for tests that have no thread. */
    void sendDue() {
        for (String key = queue.poll(); key != null; key = queue.poll()) {
            send(key);
        }
    }

    private void send(String key) {
        try {
            Tally tally = tallies.unsent(key);
            if (tally == null) {
                backoff.reset(key);
                return;
            }
            int count = write(tally);
            backoff.reset(key);
            if (tallies.told(key, tally, count, nanoClock.getAsLong())) {
                queue.addAfter(key, REPEAT_INTERVAL);
            }
        } catch (ApiCallException e) {
            if (e.mayPass()) {
                queue.addAfter(key, backoff.next(key));
            } else {
                log.warn("event {} is lost: {}", key, e.getMessage());
                backoff.reset(key);
                tallies.drop(key);
            }
        } catch (RuntimeException e) {
            log.error("event {} is lost", key, e);
            tallies.drop(key);
        } finally {
            queue.done(key);
        }
    }

    /** Returns the count that the server has now. */
    private int write(Tally tally) {
        Story story = tally.story();
        String events = "/api/v1/namespaces/" + story.namespace() + "/events";
        String path = events + "/" + story.name();
        if (tally.sent() > 0) {
            try {
                client.patchRaw(path, Story.repeated(tally.total(), tally.last()));
                return tally.total();
            } catch (ApiCallException e) {
                if (!e.notFound()) {
                    throw e;
                }
                // The server forgets events after a while: tell it anew.
            }
        }
        try {
            client.postRaw(events, story.toEvent(tally.unsent(), tally.first(), tally.last()));
            return tally.unsent();
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
        }
        // Told before this process was started, or by an attempt whose answer was lost.
        int before = client.getRaw(path).map(ApiEventRecorder::count).orElse(0);
        client.patchRaw(path, Story.repeated(before + tally.unsent(), tally.last()));
        return before + tally.unsent();
    }

    private static int count(JsonNode event) {
        return event.path("count").asInt(0);
    }
}
