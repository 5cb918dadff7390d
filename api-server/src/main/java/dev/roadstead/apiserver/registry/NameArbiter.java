package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives definitions the names that they were refused, once these are free: those that wait are looked at again whenever
 * another definition changes.
 */
public final class NameArbiter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NameArbiter.class);
    private static final Caller CALLER = Caller.server("name-arbiter");

    private final ResourceService service;
    private final CatalogKeeper catalog;
    private final InstantSource clock;
    private final RetryQueue<String> queue = new RetryQueue<>();
    private final Map<String, String> waiting = new ConcurrentHashMap<>();
    private volatile long latest;
    private final ResourceFollower follower;
    private final Thread thread;

    private NameArbiter(WatchCache cache, ResourceService service, CatalogKeeper catalog, InstantSource clock) {
        this.service = service;
        this.catalog = catalog;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("name-arbiter").start(this::run);
        this.follower = ResourceFollower.start(cache, DefinitionRules.RESOURCE, new Changes());
    }

    public static NameArbiter start(
            WatchCache cache, ResourceService service, CatalogKeeper catalog, InstantSource clock) {
        return new NameArbiter(cache, service, catalog, clock);
    }

    @Override
    public void close() {
        follower.close();
        thread.interrupt();
    }

    private final class Changes implements ResourceFollower.Listener {
        @Override
        public void restarted() {
            waiting.clear();
        }

        @Override
        public void changed(WatchEvent event) {
            String name = event.object().key().name();
            latest = event.object().revision();
            ObjectNode crd = ObjectJson.decode(event.object().json());
            boolean waits = event.type() != Change.Type.DELETED
                    && !Metadata.isDeleting(crd)
                    && !DefinitionNames.areAccepted(crd);
            List<String> again = new ArrayList<>(waiting.keySet());
            again.remove(name);
            again.forEach(queue::add);
            if (waits) {
                waiting.put(name, event.object().uid());
                // What it waits for may have gone while it was being written.
                queue.add(name);
            } else {
                waiting.remove(name);
            }
        }
    }

    private void run() {
        try {
            while (true) {
                String name = queue.poll();
                String uid = name == null ? null : waiting.get(name);
                if (name != null && uid != null) {
                    arbitrate(name, uid);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void arbitrate(String name, String uid) {
        catalog.awaitServed(latest);
        ResourceDefinition definitions = Objects.requireNonNull(
                catalog.get().find("apiextensions.k8s.io", "v1", "customresourcedefinitions"), "they are built in");
        try {
            service.release(
                    new Target(definitions, "", name),
                    uid,
                    CALLER,
                    crd -> DefinitionRules.withStatus(crd, catalog.names(), clock.instant()));
        } catch (ApiException e) {
            LOG.debug("The names of {} are left as they are: {}", name, e.getMessage());
        } catch (StoreUnavailableException e) {
            LOG.debug("The names of {} wait for the database", name, e);
            queue.addLater(name);
        } catch (RuntimeException e) { // of one definition; the others must still get theirs
            LOG.error("The names of {} could not be settled; they are tried again", name, e);
            queue.addLater(name);
        }
    }
}
