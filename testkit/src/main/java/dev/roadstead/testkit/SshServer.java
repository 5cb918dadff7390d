package dev.roadstead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real OpenSSH server on a loopback port, which lets user root in with keys of its own making and runs no program for
 * anybody. Needs root and sshd. Not thread-safe.
 */
public final class SshServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final int port;
    private Process process;

    private SshServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts a server that opens Unix sockets for its clients, and waits until it listens. */
    public static SshServer start() throws IOException {
        return start("AllowStreamLocalForwarding yes");
    }

    /** Starts a server with these further lines in its configuration, and waits until it listens. */
    public static SshServer start(String... configuration) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException(PROGRAM + " is missing; install it: apt-get install openssh-server");
        }
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "rs-sshd");
        // sshd wants it to be there, and only a service manager would make it.
        Files.createDirectories(Path.of("/run/sshd"));
        for (String type : List.of("ed25519", "ecdsa", "rsa")) {
            generate(type, directory.resolve("host_" + type));
            generate(type, directory.resolve("user_" + type));
        }
        Files.writeString(
                directory.resolve("authorized_keys"),
                Files.readString(directory.resolve("user_ed25519.pub"))
                        + Files.readString(directory.resolve("user_ecdsa.pub"))
                        + Files.readString(directory.resolve("user_rsa.pub")));
        int port = FreePort.find();
        String common = """
                ListenAddress 127.0.0.1:%d
                HostKey %s/host_ed25519
                HostKey %s/host_ecdsa
                HostKey %s/host_rsa
                AuthorizedKeysFile %s/authorized_keys
                PidFile none
                UsePAM no
                StrictModes no
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                PermitTTY no
                ForceCommand /usr/sbin/nologin
                """.formatted(port, directory, directory, directory, directory);
        Files.writeString(directory.resolve("sshd_config"), common + String.join("\n", configuration) + "\n");
        SshServer server = new SshServer(directory, port, launch(directory));
        server.awaitListening();
        return server;
    }

    public int port() {
        return port;
    }

    public String user() {
        return "root";
    }

    /** Its public key of a type (ed25519, ecdsa, rsa), as a Node names it. */
    public String hostKey(String type) throws IOException {
        String[] parts =
                Files.readString(directory.resolve("host_" + type + ".pub")).split(" ", 3);
        return parts[0] + " " + parts[1];
    }

    /** A private key of a type (ed25519, ecdsa, rsa) that it lets in, as OpenSSH writes it. */
    public byte[] userKey(String type) throws IOException {
        return Files.readAllBytes(directory.resolve("user_" + type));
    }

    /** Clients that are let in now. */
    public int sessions() {
        return (int) process.children().count();
    }

    /** It goes on listening, and answers nobody. */
    public void pause() throws IOException {
        signal("STOP");
    }

    /** Ends {@link #pause}. */
    public void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        for (ProcessHandle child : process.descendants().toList()) {
            Signals.send(name, child.pid());
        }
        Signals.send(name, process.pid());
    }

    /** Ends all connections, without a word to the clients, and listens no more. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    /** Starts it again where it was. */
    public void startAgain() throws IOException {
        process = launch(directory);
        awaitListening();
    }

    private static Process launch(Path directory) throws IOException {
        List<String> command = List.of(
                PROGRAM.toString(),
                "-D",
                "-e",
                "-f",
                directory.resolve("sshd_config").toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("sshd.log").toFile()))
                .start();
    }

    private void awaitListening() throws IOException {
        try {
            Eventually.await("sshd listens", Duration.ofSeconds(20), () -> FreePort.isTaken(port));
        } catch (AssertionError e) {
            kill();
            throw new IOException("sshd did not start: " + Files.readString(directory.resolve("sshd.log")), e);
        }
    }

    private static void generate(String type, Path file) throws IOException {
        Process process = new ProcessBuilder("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("ssh-keygen: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
