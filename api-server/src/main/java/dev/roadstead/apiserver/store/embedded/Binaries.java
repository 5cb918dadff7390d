package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the server's programs from the class path, once for each version. */
final class Binaries {
    private Binaries() {}

    /**
     * The directory that has {@code bin/postgres}; unpacked if it is not there yet.
     *
     * @param parent holds one directory for each version
     */
    static Path unpack(Path parent) throws IOException {
        URLConnection archive = archive().openConnection();
        Path unpacked = parent.resolve(version(archive));
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        Trees.deleteChildren(parent); // other versions, and what a killed process left
        Path partial = Trees.createDirectory(parent.resolve("unpacking"), "rwxr-xr-x");
        try (InputStream in = archive.getInputStream();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, partial);
            }
        }
        Trees.moveInto(partial, unpacked);
        return unpacked;
    }

    private static URL archive() {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String name = switch (machine) {
            case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
            case "aarch64" -> "/postgres-linux-arm_64.txz";
            default -> "/postgres-linux-" + machine + ".txz";
        };
        URL archive = Binaries.class.getResource(name);
        if (archive == null) {
            throw new IllegalStateException("this program has no PostgreSQL for a " + machine
                    + " machine; use --database-url with a server of your own");
        }
        return archive;
    }

    /** The archive has no version in its name; its checksum, which the jar's directory knows, serves as one. */
    private static String version(URLConnection archive) throws IOException {
        if (archive instanceof JarURLConnection inJar) {
            return "%08x".formatted(inJar.getJarEntry().getCrc());
        }
        return "%08x".formatted(archive.getContentLengthLong());
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the PostgreSQL archive has a member outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
                target, executable ? Trees.permissions("rwxr-xr-x") : Trees.permissions("rw-r--r--"));
    }
}
