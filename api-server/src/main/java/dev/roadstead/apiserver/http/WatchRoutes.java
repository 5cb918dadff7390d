package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.discovery.Rendering;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.ConsistentReader;
import dev.roadstead.apiserver.registry.Freshness;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ExpiredRevisionException;
import dev.roadstead.apiserver.watch.SlowWatcherException;
import dev.roadstead.apiserver.watch.Subscription;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEndedException;
import dev.roadstead.apiserver.watch.WatchEvent;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches: each runs on the virtual thread of its request, waits for the client before it sends more, and ends with a
 * complete answer at its timeout, when the client goes, or when the server stops.
 */
final class WatchRoutes {
    private static final int PART = 256 * 1024;

    private final WatchCache cache;
    private final ConsistentReader reader;
    private final OpenWatches open;
    private final InstantSource clock;
    private final Duration bookmarkInterval;

    WatchRoutes(
            WatchCache cache,
            ConsistentReader reader,
            OpenWatches open,
            InstantSource clock,
            Duration bookmarkInterval) {
        this.cache = cache;
        this.reader = reader;
        this.open = open;
        this.clock = clock;
        this.bookmarkInterval = bookmarkInterval;
    }

    /**
     * Serves a watch to its end.
     *
     * @param namespace empty for all
     */
    void watch(Exchange exchange, ResourceDefinition definition, String namespace) throws InterruptedException {
        WatchOptions options = WatchOptions.of(exchange.query(), ThreadLocalRandom.current());
        WatchFrames frames = new WatchFrames(
                definition, Rendering.negotiate(exchange.header("Accept")), Answers.include(exchange), clock);
        Predicate<CachedObject> filter = ReadOptions.selection(exchange.query(), definition);
        try (OpenWatches.Entry entry = open.enter();
                Subscription subscription =
                        subscribe(definition, namespace.isEmpty() ? null : namespace, filter, options)) {
            exchange.onClose(entry::interrupt);
            exchange.begin(Exchange.JSON);
            try {
                send(exchange, subscription, frames, options);
            } catch (InterruptedException stopped) {
                entry.acknowledge();
            } catch (SlowWatcherException | WatchEndedException overtaken) {
                // The client continues from the last revision that it saw, or learns that it must list again.
            }
            exchange.end();
        }
    }

    private Subscription subscribe(
            ResourceDefinition definition,
            @Nullable String namespace,
            Predicate<CachedObject> filter,
            WatchOptions options) {
        reader.await(freshness(options));
        try {
            return options.startsWithState()
                    ? cache.subscribeWithState(definition.resource(), namespace, filter)
                    : cache.subscribe(definition.resource(), namespace, filter, options.after());
        } catch (ExpiredRevisionException e) {
            throw new ApiException(new ApiFault.Expired(String.valueOf(e.getMessage())));
        }
    }

    private static Freshness freshness(WatchOptions options) {
        if (options.mostRecent()) {
            return new Freshness.MostRecent();
        }
        return options.after() == 0 ? new Freshness.Any() : new Freshness.NotOlderThan(options.after());
    }

    private void send(Exchange exchange, Subscription subscription, WatchFrames frames, WatchOptions options)
            throws InterruptedException {
        Deadline end = Deadline.in(options.timeout());
        Deadline bookmark = Deadline.in(bookmarkInterval);
        boolean initialEndDue = options.sendInitialEvents();
        // The head goes out at once: clients wait for it before they take the watch for established.
        exchange.write(Buffer.buffer());
        while (!end.hasPassed()) {
            if (initialEndDue && !subscription.initialEventsPending()) {
                initialEndDue = false;
                sendBookmark(exchange, subscription, frames, true);
            }
            Duration wait = options.bookmarks() ? Deadline.min(end.remaining(), bookmark.remaining()) : end.remaining();
            WatchEvent event = subscription.poll(wait);
            if (event != null) {
                sendAvailable(exchange, subscription, frames, event, initialEndDue);
            }
            if (options.bookmarks() && bookmark.hasPassed()) {
                bookmark = Deadline.in(bookmarkInterval);
                sendBookmark(exchange, subscription, frames, false);
            }
        }
        if (options.bookmarks()) {
            sendBookmark(exchange, subscription, frames, false);
        }
    }

    /** The event, and whatever else is there already, in one write. */
    private static void sendAvailable(
            Exchange exchange,
            Subscription subscription,
            WatchFrames frames,
            WatchEvent first,
            boolean stopAtInitialEnd)
            throws InterruptedException {
        Buffer part = Buffer.buffer();
        WatchEvent event = first;
        while (event != null) {
            frames.append(part, event);
            boolean stop = part.length() > PART || (stopAtInitialEnd && !subscription.initialEventsPending());
            event = stop ? null : subscription.poll(Duration.ZERO);
        }
        exchange.write(part);
    }

    private static void sendBookmark(
            Exchange exchange, Subscription subscription, WatchFrames frames, boolean initialEventsEnd)
            throws InterruptedException {
        long revision = subscription.deliveredRevision();
        if (revision > 0) {
            Buffer part = Buffer.buffer();
            frames.appendBookmark(part, revision, initialEventsEnd);
            exchange.write(part);
        }
    }
}
