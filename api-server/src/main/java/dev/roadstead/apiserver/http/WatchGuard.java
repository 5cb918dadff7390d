package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends watches whose watcher would not get in any more, and those of kinds that are not served any more. When roles have
 * changed, each different watcher is decided on again; when identities have changed, and after every interval at the latest,
 * each different proof is looked at again too. One thread does it: a watch that is idle costs nothing, and ten thousand of
 * one client as much as one. Thread-safe.
 */
final class WatchGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchGuard.class);

    /** Between two looks at all proofs: identities may change all the time, and each proof costs some microseconds. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Gate gate;
    private final OpenWatches open;
    private final Predicate<RequestInfo.Resource> served;
    private final Duration interval;
    private final Semaphore work = new Semaphore(0);
    private final AtomicBoolean identitiesChanged = new AtomicBoolean();
    private final Thread thread;

    /** Who each proof was of when all were looked at last. Used by the thread alone. */
    private Map<Watcher.Proof, Principal> proven = Map.of();

    private WatchGuard(Gate gate, OpenWatches open, Predicate<RequestInfo.Resource> served, Duration interval) {
        this.gate = gate;
        this.open = open;
        this.served = served;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("watch-guard").unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param served whether there is what a watch asked for
     * @param interval how long a proof that ended unnoticed still counts
     */
    static WatchGuard start(Gate gate, OpenWatches open, Predicate<RequestInfo.Resource> served, Duration interval) {
        WatchGuard guard = new WatchGuard(gate, open, served, interval);
        guard.thread.start();
        return guard;
    }

    /** What principals are allowed, or what there is, has changed. */
    void policyChanged() {
        work.release();
    }

    /** What proofs are worth may have changed. */
    void identitiesChanged() {
        identitiesChanged.set(true);
        work.release();
    }

    /**
     * Whether the watcher may still watch, by the roles and kinds of this moment: asked once more when a watch can be found
     * by this guard, or a change between its authorization and then would pass unnoticed.
     *
     * @throws ApiException if not
     */
    void check(Watcher watcher) {
        RequestInfo.Resource asked = watcher.asked();
        if (!served.test(asked)) {
            throw new ApiException(
                    new ApiFault.NotFound(new ApiFault.Subject(asked.group(), asked.plural(), asked.name())));
        }
        check(watcher, watcher.sender());
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            long looked = System.nanoTime();
            while (true) {
                long due = looked + (identitiesChanged.get() ? PAUSE : interval).toNanos();
                boolean told = work.tryAcquire(due - System.nanoTime(), TimeUnit.NANOSECONDS);
                work.drainPermits();
                boolean proofs = System.nanoTime() - looked >= (identitiesChanged.get() ? PAUSE : interval).toNanos();
                if (proofs) {
                    identitiesChanged.set(false);
                    looked = System.nanoTime();
                }
                if (told || proofs) {
                    lookOrReport(proofs);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOrReport(boolean proofs) {
        try {
            look(proofs);
        } catch (RuntimeException e) { // of this worker, which must live to see the next change
            LOG.error("The open watches could not be looked at; they are at the next change", e);
        }
    }

    private void look(boolean proofs) {
        Map<Watcher.Proof, Principal> seen = new HashMap<>();
        for (Watcher watcher : open.watchers()) {
            boolean gone = !served.test(watcher.asked());
            ApiFault fault = gone ? null : fault(watcher, proofs, seen);
            if (gone || fault != null) {
                open.end(watcher, fault);
            }
        }
        if (proofs) {
            proven = seen;
        }
    }

    private @Nullable ApiFault fault(Watcher watcher, boolean proofs, Map<Watcher.Proof, Principal> seen) {
        try {
            Principal sender = proofs
                    ? seen.computeIfAbsent(watcher.proof(), proof -> gate.reauthenticate(proof.credentials()))
                    : proven.getOrDefault(watcher.proof(), watcher.sender());
            check(watcher, sender);
            return null;
        } catch (ApiException e) {
            return e.fault();
        }
    }

    private void check(Watcher watcher, Principal sender) {
        Principal principal = sender;
        if (watcher.wish() != null) {
            gate.impersonate(sender, watcher.wish());
            principal = watcher.wish().principal().within(sender.scope());
        }
        gate.authorize(principal, watcher.asked());
    }
}
