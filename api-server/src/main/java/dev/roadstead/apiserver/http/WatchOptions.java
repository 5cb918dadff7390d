package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.fault.ApiException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a watch asks for.
 *
 * @param after changes after this revision are wanted; 0: begin with what exists
 * @param mostRecent what exists must be as of now, not as of the cache's last moment
 * @param sendInitialEvents end what exists with a bookmark that says so
 */
record WatchOptions(long after, boolean mostRecent, boolean sendInitialEvents, boolean bookmarks, Duration timeout) {
    private static final Duration MIN_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(24);

    boolean startsWithState() {
        return after == 0 || sendInitialEvents;
    }

    /**
     * Reads the query. Without a timeout a watch ends after 30 to 60 minutes, so that watchers spread over servers again.
     *
     * @throws ApiException Invalid when parameters contradict each other
     */
    static WatchOptions of(Query query, RandomGenerator random) {
        boolean sendInitialEvents = query.flag("sendInitialEvents");
        String match = query.text("resourceVersionMatch");
        boolean saysInitialEvents = query.parameters().contains("sendInitialEvents");
        if (saysInitialEvents && match.isEmpty()) {
            throw forbidden("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (!saysInitialEvents && !match.isEmpty()) {
            throw forbidden("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }
        if (!match.isEmpty() && !match.equals("NotOlderThan")) {
            throw ListOptions.notSupported(match, "\"NotOlderThan\"");
        }
        if (!match.isEmpty() && !query.text("continue").isEmpty()) {
            throw forbidden("resourceVersionMatch is forbidden when continue is provided");
        }
        boolean bookmarks = query.flag("allowWatchBookmarks");
        long seconds = query.number("timeoutSeconds", 0);
        Duration timeout = seconds > 0
                ? Deadline.min(Duration.ofSeconds(seconds), MAX_TIMEOUT)
                : MIN_TIMEOUT.plusMillis(random.nextLong(MIN_TIMEOUT.toMillis()));
        boolean mostRecent = query.text("resourceVersion").isEmpty();
        return new WatchOptions(query.number("resourceVersion", 0), mostRecent, sendInitialEvents, bookmarks, timeout);
    }

    private static ApiException forbidden(String message) {
        return ListOptions.forbidden("resourceVersionMatch", message);
    }
}
