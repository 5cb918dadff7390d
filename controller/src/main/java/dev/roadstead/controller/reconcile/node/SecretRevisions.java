package dev.roadstead.controller.reconcile.node;

import dev.roadstead.model.Node.SecretRef;

/** Tells one state of a Secret from another, without reading what is in it. Thread-safe, never blocks. */
@FunctionalInterface
public interface SecretRevisions {
    /** Something that changes when the Secret does; empty while there is none. */
    String of(SecretRef secret);
}
