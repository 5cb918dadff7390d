package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Deletes many objects of one kind, each as if it were deleted alone, several at a time. Thread-safe. */
public final class CollectionDeletion {
    /** As many as fill a group commit well, few enough to leave room for others. */
    private static final int PARALLEL = 16;

    private final ResourceService service;

    public CollectionDeletion(ResourceService service) {
        this.service = service;
    }

    /**
     * Deletes these very objects; one that was deleted in the meantime is passed over.
     *
     * @return those that are gone, or marked as being deleted
     * @throws ApiException the first fault of any of them; the others may have been deleted or not
     */
    public List<CachedObject> delete(
            ResourceDefinition definition, List<CachedObject> objects, DeleteOptions options, Caller caller)
            throws InterruptedException {
        Semaphore permits = new Semaphore(PARALLEL);
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<Boolean>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (CachedObject object : objects) {
                permits.acquire();
                if (failed.get()) {
                    break;
                }
                outcomes.add(threads.submit(() -> {
                    try {
                        return delete(definition, object, options, caller);
                    } catch (RuntimeException e) {
                        failed.set(true);
                        throw e;
                    } finally {
                        permits.release();
                    }
                }));
            }
        }
        List<CachedObject> deleted = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (isDeleted(outcomes.get(i))) {
                deleted.add(objects.get(i));
            }
        }
        return deleted;
    }

    private static boolean isDeleted(Future<Boolean> outcome) throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a deletion throws nothing else", e);
        }
    }

    private boolean delete(ResourceDefinition definition, CachedObject object, DeleteOptions options, Caller caller) {
        boolean anyUid = options.uid().isEmpty();
        DeleteOptions exact = new DeleteOptions(
                options.dryRun(),
                options.propagation(),
                anyUid ? object.uid() : options.uid(),
                options.resourceVersion());
        Target target =
                new Target(definition, object.key().namespace(), object.key().name());
        try {
            service.delete(target, exact, caller);
            return true;
        } catch (ApiException e) {
            boolean replaced = anyUid && options.resourceVersion().isEmpty() && e.fault() instanceof ApiFault.Conflict;
            if (replaced || e.fault() instanceof ApiFault.NotFound) {
                return false;
            }
            throw e;
        }
    }
}
