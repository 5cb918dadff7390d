package dev.roadstead.controller.host.docker;

import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.Names;
import dev.roadstead.backup.tar.TarWriter;
import dev.roadstead.controller.plan.MountedFiles;
import dev.roadstead.controller.plan.MountedFiles.MountedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files of a mount as a tar archive: regular files and directories, nothing else. */
final class TarArchive {
    private static final int DIRECTORY_MODE = 0755;

    private TarArchive() {}

    /** The files of a mount, and the directories that they are in, relative to its path. */
    static byte[] of(MountedFiles mount) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        try {
            for (String directory : directories(mount)) {
                tar.begin(member(directory, Member.Type.DIRECTORY, DIRECTORY_MODE, mount.group(), 0));
            }
            for (MountedFile file : mount.files()) {
                byte[] content = file.content();
                tar.begin(member(file.path(), Member.Type.FILE, file.mode(), mount.group(), content.length));
                tar.write(content, 0, content.length);
            }
            tar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return out.toByteArray();
    }

    private static Set<String> directories(MountedFiles mount) {
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

    /** Of the group that may read it, and else root's. */
    private static Member member(String path, Member.Type type, int mode, int group, int size) {
        return new Member(Names.ofText(path), type, mode, 0, group, 0, 0, size, "", new TreeMap<>());
    }
}
