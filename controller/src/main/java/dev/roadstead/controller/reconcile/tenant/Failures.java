package dev.roadstead.controller.reconcile.tenant;

import dev.roadstead.controller.client.ApiCallException;
import org.jspecify.annotations.Nullable;

/** What failed of several steps that do not wait for each other: the others are done all the same. Not thread-safe. */
final class Failures {
    private @Nullable ApiCallException first;

    /** Does a step; false if the API refused it. Anything else that is thrown ends the pass. */
    boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (ApiCallException e) {
            add(e);
            return false;
        }
    }

    private void add(ApiCallException e) {
        if (first == null) {
            first = e;
        } else if (first != e) {
            first.addSuppressed(e);
        }
    }

    /** Throws the first failure, if there was one; the others are suppressed in it. */
    void fail() {
        if (first != null) {
            throw first;
        }
    }
}
