package dev.roadstead.apiserver.authn;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The request of a caller, as audit and admission need to know it. Thread-safe.
 *
 * <p>It remembers whether a write of it was committed together with an audit record; if none was, the record of the
 * request is made when it has been answered.
 */
public final class ApiRequest {
    private final String verb;
    private final String subresource;
    private final Deadline deadline;
    private final AtomicBoolean recorded = new AtomicBoolean();

    /**
     * Describes a request.
     *
     * @param verb as Kubernetes has them
     * @param subresource empty for the object itself
     * @param deadline by when it should be answered
     */
    public ApiRequest(String verb, String subresource, Deadline deadline) {
        this.verb = verb;
        this.subresource = subresource;
        this.deadline = deadline;
    }

    public String verb() {
        return verb;
    }

    public String subresource() {
        return subresource;
    }

    public Deadline deadline() {
        return deadline;
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
