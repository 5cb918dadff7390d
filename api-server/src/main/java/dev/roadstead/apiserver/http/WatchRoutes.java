package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.discovery.CompiledTables;
import dev.roadstead.apiserver.discovery.Rendering;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.StatusJson;
import dev.roadstead.apiserver.registry.ConsistentReader;
import dev.roadstead.apiserver.registry.Freshness;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.watch.ExpiredRevisionException;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.SlowWatcherException;
import dev.roadstead.apiserver.watch.Subscription;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEndedException;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches: each runs on the virtual thread of its request, waits for the client before it sends more, and ends with a
 * complete answer at its timeout, when the client goes, when the watcher may not watch any more, or when the server stops.
 */
final class WatchRoutes {
    private static final int PART = 256 * 1024;

    private final WatchCache cache;
    private final ConsistentReader reader;
    private final OpenWatches open;
    private final WatchGuard guard;
    private final Function<Principal, String> tenants;
    private final CompiledTables tables;
    private final SharedFrames shared = new SharedFrames();
    private final InstantSource clock;
    private final Duration bookmarkInterval;

    WatchRoutes(
            WatchCache cache,
            ConsistentReader reader,
            OpenWatches open,
            WatchGuard guard,
            Function<Principal, String> tenants,
            CompiledTables tables,
            InstantSource clock,
            Duration bookmarkInterval) {
        this.cache = cache;
        this.reader = reader;
        this.open = open;
        this.guard = guard;
        this.tenants = tenants;
        this.tables = tables;
        this.clock = clock;
        this.bookmarkInterval = bookmarkInterval;
    }

    /**
     * Serves a watch to its end.
     *
     * @param info of a request that is authorized
     */
    void watch(Exchange exchange, RequestInfo.Resource info, ResourceDefinition definition, Caller caller)
            throws InterruptedException {
        WatchOptions options = WatchOptions.of(exchange.query(), ThreadLocalRandom.current());
        ObjectFilter filter = ObjectSelector.of(exchange.query(), definition);
        WatchFrames frames = new WatchFrames(
                definition,
                Rendering.negotiate(exchange.header("Accept")),
                Answers.include(exchange),
                tables.of(definition),
                shared,
                clock);
        Watcher watcher = Watcher.of(exchange, caller, info);
        try (OpenWatches.Entry entry = open.enter(watcher, tenants.apply(caller.principal()))) {
            EventSink sink = sink(exchange, entry);
            try (Subscription subscription =
                    subscribe(definition, info.namespace().isEmpty() ? null : info.namespace(), filter, options)) {
                guard.check(watcher);
                sink.open();
                serve(sink, entry, subscription, frames, options);
            } catch (ApiException e) {
                sink.refuse(e.fault());
            }
        }
    }

    private static EventSink sink(Exchange exchange, OpenWatches.Entry entry) throws InterruptedException {
        if (exchange.asksForWebSocket()) {
            return new WebSocketSink(exchange.upgrade(entry::interrupt));
        }
        exchange.onClose(entry::interrupt);
        return new ChunkedSink(exchange);
    }

    private void serve(
            EventSink sink,
            OpenWatches.Entry entry,
            Subscription subscription,
            WatchFrames frames,
            WatchOptions options)
            throws InterruptedException {
        try {
            send(sink, subscription, frames, options);
        } catch (InterruptedException stopped) {
            entry.acknowledge();
            tellWhy(sink, entry.fault());
        } catch (SlowWatcherException | WatchEndedException overtaken) {
            // The client continues from the last revision that it saw, or learns that it must list again.
        }
        sink.end();
    }

    /** The client lists again, and is refused with the same words. */
    private static void tellWhy(EventSink sink, @Nullable ApiFault fault) throws InterruptedException {
        if (fault != null) {
            sink.add(WatchFrames.error(StatusJson.render(fault)));
            sink.flush();
        }
    }

    private Subscription subscribe(
            ResourceDefinition definition, @Nullable String namespace, ObjectFilter filter, WatchOptions options) {
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

    private void send(EventSink sink, Subscription subscription, WatchFrames frames, WatchOptions options)
            throws InterruptedException {
        Deadline end = Deadline.in(options.timeout());
        Deadline bookmark = Deadline.in(bookmarkInterval);
        boolean initialEndDue = options.sendInitialEvents();
        while (!end.hasPassed()) {
            if (initialEndDue && !subscription.initialEventsPending()) {
                initialEndDue = false;
                addBookmark(sink, subscription, frames, true);
                sink.flush();
            }
            Duration wait = options.bookmarks() ? Deadline.min(end.remaining(), bookmark.remaining()) : end.remaining();
            WatchEvent event = subscription.poll(wait);
            if (event != null) {
                addAvailable(sink, subscription, frames, event, initialEndDue);
            }
            if (options.bookmarks() && bookmark.hasPassed()) {
                bookmark = Deadline.in(bookmarkInterval);
                addBookmark(sink, subscription, frames, false);
            }
            sink.flush();
        }
        if (options.bookmarks()) {
            addBookmark(sink, subscription, frames, false);
            sink.flush();
        }
    }

    /** The event, and whatever else is there already. */
    private static void addAvailable(
            EventSink sink, Subscription subscription, WatchFrames frames, WatchEvent first, boolean stopAtInitialEnd)
            throws InterruptedException {
        WatchEvent event = first;
        while (event != null) {
            sink.add(frames.line(event));
            boolean stop = sink.pending() > PART || (stopAtInitialEnd && !subscription.initialEventsPending());
            event = stop ? null : subscription.poll(Duration.ZERO);
        }
    }

    private static void addBookmark(
            EventSink sink, Subscription subscription, WatchFrames frames, boolean initialEventsEnd) {
        long revision = subscription.deliveredRevision();
        byte[] line = revision == 0 ? new byte[0] : frames.bookmark(revision, initialEventsEnd);
        if (line.length > 0) {
            sink.add(line);
        }
    }
}
