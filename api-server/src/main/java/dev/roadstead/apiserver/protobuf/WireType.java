package dev.roadstead.apiserver.protobuf;

import org.jspecify.annotations.Nullable;

/** How long a field's value is. Groups (3 and 4) are not among them: Kubernetes has none. */
enum WireType {
    VARINT,
    FIXED64,
    DELIMITED,
    FIXED32;

    static @Nullable WireType of(int number) {
        return switch (number) {
            case 0 -> VARINT;
            case 1 -> FIXED64;
            case 2 -> DELIMITED;
            case 5 -> FIXED32;
            default -> null;
        };
    }
}
