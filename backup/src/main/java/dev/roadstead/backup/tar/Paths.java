package dev.roadstead.backup.tar;

/** Which paths and link targets stay inside a volume. */
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
     * Judges what a symlink points to. Going up is allowed at the target's beginning only, since directories of the
     * archive are above there: behind a name, which may be a symlink itself, it could lead anywhere.
     */
    static void checkSymlink(Member member) {
        String target = member.target();
        if (target.isEmpty() || target.indexOf('\0') >= 0 || target.length() > PATH_LIMIT) {
            throw Refusal.of(member.path(), "is a symlink to nothing that could be");
        }
        if (target.startsWith("/")) {
            throw leaves(member);
        }
        String parent = member.parent();
        long depth = parent.isEmpty() ? 0 : parent.chars().filter(c -> c == '/').count() + 1;
        boolean below = false;
        for (String component : target.split("/", -1)) {
            if (component.equals("..")) {
                depth--;
                if (below || depth < 0) {
                    throw leaves(member);
                }
            } else if (!component.isEmpty() && !component.equals(".")) {
                below = true;
            }
        }
    }

    private static RuntimeException leaves(Member member) {
        return Refusal.of(
                member.path(),
                "is a symlink that may leave the volume, to \"" + Names.toText(member.target())
                        + "\"; make it relative and let it stay inside");
    }
}
