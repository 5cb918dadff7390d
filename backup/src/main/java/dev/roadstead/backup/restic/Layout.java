package dev.roadstead.backup.restic;

/** The names of a repository's objects. */
public final class Layout {
    public static final String CONFIG = "config";
    public static final String KEYS = "keys/";
    public static final String DATA = "data/";
    public static final String INDEX = "index/";
    public static final String SNAPSHOTS = "snapshots/";
    public static final String LOCKS = "locks/";
    public static final String MANIFESTS = "manifests/";

    private Layout() {}

    public static String pack(Id id) {
        String hex = id.toString();
        return DATA + hex.substring(0, 2) + "/" + hex;
    }

    /** The id that an object's name ends with. */
    public static Id id(String name) {
        return Id.parse(name.substring(name.lastIndexOf('/') + 1));
    }
}
