package dev.roadstead.controller.plan;

/**
 * A line of an object's story, to be recorded as a Kubernetes Event.
 *
 * @param warning whether it needs somebody's attention
 * @param reason one CamelCase word for programs
 * @param message a sentence for people
 */
public record Note(boolean warning, String reason, String message) {
    public static Note normal(String reason, String message) {
        return new Note(false, reason, message);
    }

    public static Note warning(String reason, String message) {
        return new Note(true, reason, message);
    }
}
