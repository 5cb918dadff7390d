package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * The user that the server runs as: ourselves, or, since PostgreSQL refuses root, {@code postgres} or {@code nobody}.
 *
 * @param uid the server's user
 * @param gid the server's group
 * @param switching whether we are root and that user is another one
 */
record ServerAccount(int uid, int gid, boolean switching) {
    private static final Path NOTHING = Path.of("/dev/null");
    private static final long CAP_DAC_OVERRIDE = 1L << 1;
    private static final long CAP_DAC_READ_SEARCH = 1L << 2;

    static ServerAccount choose() throws IOException {
        int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int gid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
        if (uid != 0) {
            return new ServerAccount(uid, gid, false);
        }
        List<String> accounts = Files.readAllLines(Path.of("/etc/passwd"));
        for (String wanted : List.of("postgres:", "nobody:")) {
            for (String account : accounts) {
                if (account.startsWith(wanted)) {
                    String[] fields = account.split(":", -1);
                    return new ServerAccount(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), true);
                }
            }
        }
        throw new IllegalStateException("PostgreSQL does not run as root, and neither of the users postgres and nobody"
                + " exists; add one, start Roadstead as another user, or use --database-url");
    }

    /** Makes everything below a directory the server's. */
    void own(Path root) throws IOException {
        if (!switching) {
            return;
        }
        for (Path path : Trees.walk(root)) {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /**
     * Starts a program as this user, in the directory, and in a session of its own, so that a Ctrl-C meant for us does
     * not reach it. What it prints goes to a file.
     */
    Process start(Path directory, List<String> command, Path output) throws IOException {
        List<String> line = new ArrayList<>(List.of("setsid"));
        if (switching) {
            line.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
            line.addAll(capabilities(directory));
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG")); // meant for other servers
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    /**
     * Root's home is closed to others, and opening it is not ours to decide: a server below such a directory keeps the
     * one capability that lets it pass.
     */
    private static List<String> capabilities(Path needed) throws IOException {
        if (isReachableByAll(needed.toRealPath())) {
            return List.of("--inh-caps=-all");
        }
        long effective = effectiveCapabilities();
        String capability;
        if ((effective & CAP_DAC_READ_SEARCH) != 0) {
            capability = "+dac_read_search";
        } else if ((effective & CAP_DAC_OVERRIDE) != 0) {
            capability = "+dac_override"; // what containers usually have
        } else {
            throw new IllegalStateException("PostgreSQL does not run as root, and other users cannot reach " + needed
                    + "; use a --data-dir whose parents others may pass, or start Roadstead as another user");
        }
        // Without the secure bit, access(2), which initdb asks about its own program, ignores the capability.
        return List.of(
                "--inh-caps=-all," + capability, "--ambient-caps=" + capability, "--securebits=+no_setuid_fixup");
    }

    private static boolean isReachableByAll(Path path) throws IOException {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static long effectiveCapabilities() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("CapEff:")) {
                return Long.parseUnsignedLong(line.substring(7).strip(), 16);
            }
        }
        return 0;
    }
}
