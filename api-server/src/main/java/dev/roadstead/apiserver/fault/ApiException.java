package dev.roadstead.apiserver.fault;

/** Carries an {@link ApiFault} to the edge, where it becomes a Status object. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiFault fault;

    public ApiException(ApiFault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    public ApiFault fault() {
        return fault;
    }
}
