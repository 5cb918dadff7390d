package dev.roadstead.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Core v1 Secret, as far as controllers read it. */
@SuppressWarnings("ArrayRecordComponent")
public record Secret(ObjectMeta metadata, @Nullable String type, Map<String, byte[]> data) implements Resource {
    /** Its content lies in a {@link SecretStore}. */
    public static final String STORED = "roadstead.dev/stored";

    /** Of no type in particular. */
    public Secret(ObjectMeta metadata, Map<String, byte[]> data) {
        this(metadata, null, data);
    }

    /** Names the object, never its content. */
    @Override
    public String toString() {
        return "Secret[" + key() + "]";
    }
}
