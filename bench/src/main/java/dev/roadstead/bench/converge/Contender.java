package dev.roadstead.bench.converge;

import java.io.IOException;

/** Who brings containers up. All of them run the same image in a network of their own kind. */
interface Contender extends AutoCloseable {
    /** As it is in the table. */
    String name();

    /** Asks for so many containers; does not wait for them. */
    void scale(int containers) throws IOException, InterruptedException;

    /** Asks for all of them to be replaced, so many at a time; does not wait for it. */
    void update(int containers, int atOnce) throws IOException, InterruptedException;

    /** Whether a killed container is started again by it. */
    boolean repairs();

    /** The engine's event by which a container that is no longer wanted counts as gone. */
    default String gone() {
        return "destroy";
    }

    @Override
    void close() throws IOException;
}
