package dev.roadstead.backup.tar;

/** Which paths stay inside a volume, and which link targets can be. */
final class Paths {
    /** Linux's limits for a name and for a path. */
    private static final int NAME_LIMIT = 255;

    private static final int PATH_LIMIT = 4096;

    private Paths() {}

    /**
     * A member's name as a path relative to the root.
     *
     * @param directory whether it may end with a slash
     */
    static String normalize(String name, boolean directory) {
        if (name.startsWith("/")) {
            throw Refusal.of(name, "has an absolute path");
        }
        String path = name.equals(".") ? "" : name.startsWith("./") ? name.substring(2) : name;
        if (directory && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (path.isEmpty() && (!directory || name.isEmpty())) {
            throw Refusal.of(name, "has no name");
        }
        check(path);
        return path;
    }

    /** Passes for a path, relative and without detours, that a file system can have. */
    static void check(String path) {
        if (path.length() > PATH_LIMIT) {
            throw Refusal.of(path.substring(0, NAME_LIMIT) + "...", "has a path of more than " + PATH_LIMIT + " bytes");
        }
        if (path.isEmpty()) {
            return;
        }
        for (String component : path.split("/", -1)) {
            if (component.equals("..")) {
                throw Refusal.of(path, "leaves the volume by \"..\"");
            }
            if (component.isEmpty()
                    || component.equals(".")
                    || component.length() > NAME_LIMIT
                    || component.indexOf('\0') >= 0) {
                throw Refusal.of(path, "has a path that no file system has");
            }
        }
    }

    /**
     * Judges what a symlink points to: it may be anything that a file system takes. Applications keep absolute ones, to the
     * path where they have the volume mounted; what would be written through one is refused for its own path.
     */
    static void checkSymlink(Member member) {
        String target = member.target();
        if (target.isEmpty() || target.indexOf('\0') >= 0 || target.length() > PATH_LIMIT) {
            throw Refusal.of(member.path(), "is a symlink to nothing that could be");
        }
    }
}
