package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.plan.MountedFiles;
import dev.roadstead.controller.plan.MountedFiles.MountedFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files as a POSIX ustar archive, with pax headers for long names; regular files and directories, nothing else.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax</a>
 */
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int DIRECTORY_MODE = 0755;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int group;

    private TarArchive(int group) {
        this.group = group;
    }

    /** The files of a mount, and the directories that they are in, relative to its path. */
    static byte[] of(MountedFiles mount) {
        TarArchive archive = new TarArchive(mount.group());
        archive.directories(mount)
                .forEach(directory -> archive.entry(directory + "/", DIRECTORY_MODE, '5', new byte[0]));
        for (MountedFile file : mount.files()) {
            archive.entry(file.path(), file.mode(), '0', file.content());
        }
        archive.out.writeBytes(new byte[2 * BLOCK]);
        return archive.out.toByteArray();
    }

    private Set<String> directories(MountedFiles mount) {
        Set<String> directories = new TreeSet<>();
        for (MountedFile file : mount.files()) {
            if (file.path().startsWith("/")
                    || Arrays.asList(file.path().split("/")).contains("..")) {
                throw new IllegalArgumentException("path \"" + file.path() + "\" leaves " + mount.mountPath());
            }
            for (int slash = file.path().indexOf('/');
                    slash > 0;
                    slash = file.path().indexOf('/', slash + 1)) {
                directories.add(file.path().substring(0, slash));
            }
        }
        return directories;
    }

    private void entry(String name, int mode, char type, byte[] content) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_NAME) {
            header("pax", 0644, 'x', paxPath(name).length);
            padded(paxPath(name));
        }
        header(name, mode, type, content.length);
        padded(content);
    }

    /** A record that holds its own length. */
    private static byte[] paxPath(String name) {
        byte[] record = (" path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
        int length = record.length + String.valueOf(record.length).length();
        if (record.length + String.valueOf(length).length() != length) {
            length++;
        }
        return (length + " path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void header(String name, int mode, char type, int size) {
        byte[] header = new byte[BLOCK];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, 0, Math.min(bytes.length, LONGEST_NAME));
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, group);
        octal(header, 124, 12, size);
        octal(header, 136, 12, 0);
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        octal(header, 148, 7, sum);
        out.writeBytes(header);
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        String digits = Long.toOctalString(value);
        put(header, offset, "0".repeat(length - 1 - digits.length()) + digits + "\0");
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private void padded(byte[] content) {
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }
}
