package dev.roadstead.backup.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Who holds a lock: this process, as restic would name it.
 *
 * @param started a lock that bears this process' number and is older was another's
 */
record Owner(String host, long pid, Instant started) {
    static Owner current() {
        var process = ProcessHandle.current();
        return new Owner(readHost(), process.pid(), started(process));
    }

    /** The kernel tells it in ticks since a boot time that is a second off at times. */
    private static Instant started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH).minusSeconds(2);
    }

    /** Whether a process of this machine that made a lock at that time runs no more. */
    boolean isGone(String otherHost, long otherPid, Instant time) {
        if (!otherHost.equals(host)) {
            return false;
        }
        return otherPid == pid
                ? time.isBefore(started)
                : ProcessHandle.of(otherPid).isEmpty();
    }

    private static String readHost() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return "unknown";
        }
    }
}
