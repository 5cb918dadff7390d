package dev.roadstead.testkit;

import java.io.IOException;

/** Signals that Java cannot send: to stop a process where it is, and to let it go on. */
public final class Signals {
    private Signals() {}

    /**
     * Sends a signal to one process.
     *
     * @param name without SIG: {@code STOP}, {@code CONT}
     * @throws IOException if there is no such process
     */
    public static void send(String name, long pid) throws IOException {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(kill.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (kill.waitFor() != 0) {
                throw new IOException("kill -" + name + " " + pid + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
