package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.plan.transfer.Subject;

/** What was to be copied was there when the copy was planned, and is not any more. */
final class SubjectGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Subject subject;

    SubjectGoneException(Subject subject) {
        super(subject.toString());
        this.subject = subject;
    }

    /** What was found instead. */
    Subject subject() {
        return subject;
    }
}
