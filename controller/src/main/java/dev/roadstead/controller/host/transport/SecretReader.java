package dev.roadstead.controller.host.transport;

import dev.roadstead.model.Secret;
import java.util.Optional;

/** Reads Secrets, live. */
@FunctionalInterface
public interface SecretReader {
    /** Empty if there is no such Secret. */
    Optional<Secret> find(String namespace, String name);
}
