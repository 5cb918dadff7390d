package dev.roadstead.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The command cannot do its work. The message is for the user: what is wrong, and what to do about it. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CliException(String message) {
        this(message, null);
    }

    public CliException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A file operation failed: {@code cannot read X (permission denied); <way out>}. */
    public static CliException io(String attempt, IOException cause, String wayOut) {
        return new CliException("cannot " + attempt + " (" + reason(cause) + "); " + wayOut, cause);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException absent -> absent.getFile() + " does not exist";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(cause.getMessage());
        };
    }
}
