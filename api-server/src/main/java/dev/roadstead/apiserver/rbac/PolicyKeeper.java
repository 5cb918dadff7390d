package dev.roadstead.apiserver.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authz.Binding;
import dev.roadstead.apiserver.authz.Policy;
import dev.roadstead.apiserver.authz.Role;
import dev.roadstead.apiserver.registry.ResourceFollower;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.Range;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the policy equal to the roles and bindings in the store, also those that another API server wrote. Changes that
 * come together are compiled once. Thread-safe.
 */
public final class PolicyKeeper implements Supplier<Policy>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyKeeper.class);
    private static final Duration ENFORCED_WITHIN = Duration.ofSeconds(3);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ObjectKey, Role> roles = new HashMap<>();
    private final Map<ObjectKey, Binding> bindings = new HashMap<>();
    private final Semaphore changes = new Semaphore(0);
    private final Map<String, ResourceFollower> followers = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread compiler;
    private boolean outdated = true;
    private volatile Policy policy = Policy.EMPTY;

    private PolicyKeeper(WatchCache cache) {
        this.compiler = Thread.ofVirtual().name("policy-compiler").unstarted(this::run);
        follow(cache, RbacObjects.ROLES, roles, RbacObjects::role);
        follow(cache, RbacObjects.CLUSTER_ROLES, roles, RbacObjects::role);
        follow(cache, RbacObjects.ROLE_BINDINGS, bindings, RbacObjects::binding);
        follow(cache, RbacObjects.CLUSTER_ROLE_BINDINGS, bindings, RbacObjects::binding);
        compile();
    }

    /** Compiles what is stored, then follows the changes until {@link #close}. */
    public static PolicyKeeper start(WatchCache cache) {
        PolicyKeeper keeper = new PolicyKeeper(cache);
        keeper.compiler.start();
        return keeper;
    }

    private <T> void follow(WatchCache cache, String resource, Map<ObjectKey, T> known, Function<ObjectNode, T> read) {
        Listener<T> listener = new Listener<>(known, read);
        cache.list(resource, Range.of(null), ObjectFilter.ALL).items().forEach(listener::put);
        followers.put(resource, ResourceFollower.start(cache, resource, listener));
    }

    /** The policy of this moment. */
    @Override
    public Policy get() {
        return policy;
    }

    /** The listener runs whenever there is another policy than before; it must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Returns when the policy reflects a write to one of the four resources, or after 3 s. */
    void awaitEnforced(String resource, long revision) {
        ResourceFollower follower = followers.get(resource);
        try {
            if (follower != null && !follower.await(revision, ENFORCED_WITHIN)) {
                LOG.warn("{} of revision {} are still not enforced", resource, revision);
            }
            compile();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        followers.values().forEach(ResourceFollower::close);
        compiler.interrupt();
    }

    private void run() {
        try {
            while (true) {
                changes.acquire();
                changes.drainPermits();
                compileOrReport();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compileOrReport() {
        try {
            compile();
        } catch (RuntimeException e) { // of this worker, which must live to see the next change
            LOG.error("The roles and bindings cannot be compiled; what they said before stays in force", e);
        }
    }

    private void compile() {
        lock.lock();
        try {
            if (outdated) {
                policy = Policy.compile(roles.values(), bindings.values());
                outdated = false;
                listeners.forEach(Runnable::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            outdated = true;
        } finally {
            lock.unlock();
        }
        changes.release();
    }

    /** What is known of one resource. After a new start nothing is given up before the end of what exists is told. */
    private final class Listener<T> implements ResourceFollower.Listener {
        private final Map<ObjectKey, T> known;
        private final Function<ObjectNode, T> read;
        private final Set<ObjectKey> own = new HashSet<>();
        private final Set<ObjectKey> unconfirmed = new HashSet<>();

        Listener(Map<ObjectKey, T> known, Function<ObjectNode, T> read) {
            this.known = known;
            this.read = read;
        }

        @Override
        public void restarted() {
            unconfirmed.addAll(own);
        }

        @Override
        public void changed(WatchEvent event) {
            unconfirmed.remove(event.object().key());
            if (event.type() == Change.Type.DELETED) {
                own.remove(event.object().key());
                change(() -> known.remove(event.object().key()));
            } else {
                put(event.object());
            }
        }

        @Override
        public void caughtUp() {
            own.removeAll(unconfirmed);
            change(() -> known.keySet().removeAll(unconfirmed));
            unconfirmed.clear();
        }

        void put(CachedObject object) {
            T value = read.apply(RbacObjects.decode(object.json()));
            own.add(object.key());
            change(() -> known.put(object.key(), value));
        }
    }
}
