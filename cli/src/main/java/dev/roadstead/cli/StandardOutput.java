package dev.roadstead.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that knows what went wrong with it: the print streams around it keep silent, and a file that is cut by a
 * full disk would pass for a whole one. Not thread-safe.
 */
final class StandardOutput extends FilterOutputStream {
    private @Nullable IOException failure;

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        try {
            out.write(bytes, start, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Why not everything was written; empty if it was. */
    Optional<String> failure() {
        return Optional.ofNullable(failure).map(e -> String.valueOf(e.getMessage()));
    }

    /** Whether whoever read it wants no more, such as {@code head}: Java tells it by the system's words alone. */
    boolean abandoned() {
        return failure().filter("Broken pipe"::equals).isPresent();
    }
}
