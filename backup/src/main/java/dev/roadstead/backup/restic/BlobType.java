package dev.roadstead.backup.restic;

import java.util.Locale;

/** What a blob holds: a piece of a file, or the list of a directory's members. */
public enum BlobType {
    DATA,
    TREE;

    /** Its name in an index. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
