package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import org.jspecify.annotations.Nullable;

/** Looks at what is about to be written, after admission, in the light of who writes it. Thread-safe. */
public interface WriteGuard {
    /** Lets everything pass. */
    WriteGuard NONE = new WriteGuard() {};

    /**
     * Called before every create, update and patch, dry runs included.
     *
     * @param current the stored state; null for a create. Not to be modified
     * @param next what would be stored. Not to be modified
     * @throws dev.roadstead.apiserver.fault.ApiException if the caller may not write this
     */
    default void check(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller) {}

    /**
     * Called before every deletion, dry runs included.
     *
     * @param current the stored state. Not to be modified
     * @throws dev.roadstead.apiserver.fault.ApiException if the caller may not delete this
     */
    default void checkDeletion(Target target, ObjectNode current, Caller caller) {}

    /** Called after the write was committed, before the caller is told; may wait for the write to take effect. */
    default void written(Target target, long revision) {}

    /** Whether what the caller is told may name another object. */
    default boolean maySee(Target other, Caller caller) {
        return true;
    }
}
