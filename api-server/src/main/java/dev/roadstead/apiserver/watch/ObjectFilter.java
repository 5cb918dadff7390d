package dev.roadstead.apiserver.watch;

/** Which objects of a resource a reader wants. Fast, free of effects, thread-safe. */
@FunctionalInterface
public interface ObjectFilter {
    boolean test(CachedObject object);

    /** False when the answer hangs on the object's key alone, and so is the same for all its states. */
    default boolean readsContent() {
        return true;
    }

    /** Whether {@link #test} holds for every object there is. */
    default boolean isEverything() {
        return false;
    }

    /** Every object. */
    ObjectFilter ALL = new ObjectFilter() {
        @Override
        public boolean test(CachedObject object) {
            return true;
        }

        @Override
        public boolean readsContent() {
            return false;
        }

        @Override
        public boolean isEverything() {
            return true;
        }
    };
}
