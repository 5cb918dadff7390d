package dev.roadstead.apiserver.watch;

/** The objects of the store take more memory than there is for them. */
public final class TooManyObjectsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyObjectsException(long mostBytes) {
        super("the stored objects take more than " + mostBytes + " bytes of memory");
    }
}
