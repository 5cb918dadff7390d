package dev.roadstead.model;

import java.util.Map;

/** Core v1 Secret, as far as controllers read it. */
@SuppressWarnings("ArrayRecordComponent")
public record Secret(ObjectMeta metadata, Map<String, byte[]> data) implements Resource {
    /** Names the object, never its content. */
    @Override
    public String toString() {
        return "Secret[" + key() + "]";
    }
}
