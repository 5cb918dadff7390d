package dev.roadstead.controller.host.docker;

/**
 * The engine answered a call with something other than success. Stays inside this package; {@link DockerErrors} turns it
 * into what callers see, knowing what was being done.
 */
final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String words;

    /** @param words the engine's own, without decoration */
    EngineException(int status, String words) {
        super("engine answered " + status + ": " + words);
        this.status = status;
        this.words = words;
    }

    int status() {
        return status;
    }

    String words() {
        return words;
    }

    boolean notModified() {
        return status == 304;
    }

    boolean notFound() {
        return status == 404;
    }

    boolean conflict() {
        return status == 409;
    }
}
