package dev.roadstead.apiserver.authn;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The request of a caller, as audit needs to know it. Thread-safe.
 *
 * <p>It remembers whether a write of it was committed together with an audit record; if none was, the record of the
 * request is made when it has been answered.
 */
public final class ApiRequest {
    private final String verb;
    private final String subresource;
    private final AtomicBoolean recorded = new AtomicBoolean();

    /** {@code verb} as Kubernetes has them; {@code subresource} empty for the object itself. */
    public ApiRequest(String verb, String subresource) {
        this.verb = verb;
        this.subresource = subresource;
    }

    public String verb() {
        return verb;
    }

    public String subresource() {
        return subresource;
    }

    public void markRecorded() {
        recorded.set(true);
    }

    public boolean isRecorded() {
        return recorded.get();
    }

    @Override
    public String toString() {
        return subresource.isEmpty() ? verb : verb + "/" + subresource;
    }
}
