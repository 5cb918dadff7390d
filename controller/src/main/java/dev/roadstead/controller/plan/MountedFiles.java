package dev.roadstead.controller.plan;

import java.util.List;

/**
 * Files that are put into a container before it starts.
 *
 * @param mountPath the directory
 * @param group that owns them, by number; their user is root, so that the container's own cannot change them
 */
public record MountedFiles(String mountPath, int group, List<MountedFile> files) {
    /**
     * One file.
     *
     * @param path below the directory
     * @param mode permission bits
     */
    @SuppressWarnings("ArrayRecordComponent") // as Secrets have it; nobody changes it
    public record MountedFile(String path, byte[] content, int mode) {
        /** Without the content: it may be secret. */
        @Override
        public String toString() {
            return path;
        }
    }
}
