package dev.roadstead.controller.transfer;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Tree;
import java.io.IOException;
import java.io.OutputStream;

/** What a Docker volume is filled with. */
@FunctionalInterface
public interface Content {
    /**
     * Writes all of it as one tar stream, whose members nobody has checked yet.
     *
     * @return what was written
     * @throws IOException what writing threw, or that it could not be read to its end
     */
    Tree writeTo(OutputStream tar, Progress progress) throws IOException;
}
