package dev.roadstead.backup;

/** Is told how a long piece of work gets on: often, from the working thread, so it must be quick. */
@FunctionalInterface
public interface Progress {
    Progress NONE = _ -> {};

    /** Bytes of the volume so far. */
    void at(long bytes);
}
