package dev.roadstead.controller.plan.schedule;

/** A schedule that means nothing or never comes. The message is a sentence for users, with what to do. */
public final class ScheduleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean never;

    ScheduleException(String message, boolean never) {
        super(message);
        this.never = never;
    }

    /** One CamelCase word for a condition. */
    public String reason() {
        return never ? "NeverFires" : "InvalidSchedule";
    }
}
