package dev.roadstead.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A Docker engine that a test has for itself, to stop and start. Needs root and dockerd. Not thread-safe.
 *
 * <p>Everything of it is in one directory. It has no bridge of its own and leaves the firewall alone, so it collides with
 * no other engine on the machine; its containers run without a network, or in one that a test gives addresses to.
 */
public final class OwnEngine implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(40);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Path directory;
    private final AddressBlock addresses;
    private final List<String> options;
    private final UnaryOperator<List<String>> within;
    private Process process;

    private OwnEngine(
            Path directory,
            AddressBlock addresses,
            List<String> options,
            UnaryOperator<List<String>> within,
            Process process) {
        this.directory = directory;
        this.addresses = addresses;
        this.options = options;
        this.within = within;
        this.process = process;
    }

    /**
     * Starts an engine and waits until it answers.
     *
     * @throws IllegalStateException if it does not, with the end of its log
     */
    public static OwnEngine start() throws IOException {
        return start(directory(), AddressBlock.take(), List.of(), UnaryOperator.identity());
    }

    /**
     * Starts an engine as on a machine of its own: with this network, in which its containers publish their ports, and from
     * this one a way to the containers.
     *
     * @throws IllegalStateException if it does not answer, with the end of its log
     */
    public static OwnEngine start(OwnNetwork network) throws IOException {
        AddressBlock addresses = AddressBlock.take();
        network.route("10." + addresses.number() + ".0.0/16");
        return start(directory(), addresses, List.of(), network::inside);
    }

    /**
     * Starts an engine that also listens on a loopback port, and there wants certificates of this authority.
     *
     * @throws IllegalStateException if it does not answer, with the end of its log
     */
    public static OwnEngine startWithTls(TestAuthority authority, int port) throws IOException {
        Path keys = directory();
        TestAuthority.Issued server = authority.issue("localhost");
        Path ca = Files.writeString(keys.resolve("ca.pem"), authority.certificate());
        Path certificate = Files.writeString(keys.resolve("cert.pem"), server.certificate());
        Path key = Files.writeString(keys.resolve("key.pem"), server.key());
        return start(
                keys,
                AddressBlock.take(),
                List.of(
                        "--host=tcp://127.0.0.1:" + port,
                        "--tlsverify",
                        "--tlscacert=" + ca,
                        "--tlscert=" + certificate,
                        "--tlskey=" + key),
                UnaryOperator.identity());
    }

    /** Under /tmp, not java.io.tmpdir: the name of a unix socket has at most 107 bytes. */
    private static Path directory() throws IOException {
        return Files.createTempDirectory(Path.of("/tmp"), "rs-engine");
    }

    private static OwnEngine start(
            Path directory, AddressBlock addresses, List<String> more, UnaryOperator<List<String>> within)
            throws IOException {
        List<String> options = new ArrayList<>(more);
        options.add("--default-address-pool=base=10.%d.0.0/16,size=24".formatted(addresses.number()));
        OwnEngine engine = new OwnEngine(directory, addresses, options, within, launch(directory, options, within));
        engine.awaitAnswer();
        return engine;
    }

    /** It goes on listening, and answers nothing. */
    public void pause() throws IOException {
        Signals.send("STOP", process.pid());
    }

    /** Ends {@link #pause}. */
    public void resume() throws IOException {
        Signals.send("CONT", process.pid());
    }

    /** As if the machine had lost its power, but for the containers, which live on. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public Path socket() {
        return directory.resolve("docker.sock");
    }

    /** Stops it, with its containers. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again where it was. */
    public void startAgain() throws IOException {
        process = launch(directory, options, within);
        awaitAnswer();
    }

    /** Engines before 23 take their id from a key that all engines of a machine share, unless they are told otherwise. */
    private static Path configuration(Path directory) throws IOException {
        String key = "{\"deprecated-key-path\": \"" + directory.resolve("key.json") + "\"}";
        return Files.writeString(directory.resolve("daemon.json"), sharesItsKey() ? key : "{}");
    }

    private static boolean sharesItsKey() throws IOException {
        Process asked = new ProcessBuilder("dockerd", "--version").start();
        String version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return version.matches("(?s)Docker version (1[0-9]|20)\\..*");
    }

    private static Process launch(Path directory, List<String> options, UnaryOperator<List<String>> within)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "dockerd",
                "--config-file=" + configuration(directory),
                "--host=unix://" + directory.resolve("docker.sock"),
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("docker.pid"),
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                "--ip-masq=false"));
        command.addAll(options);
        return new ProcessBuilder(within.apply(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("dockerd.log").toFile()))
                .start();
    }

    private void awaitAnswer() throws IOException {
        try {
            Eventually.await(
                    "dockerd answers",
                    START,
                    () -> TestEngine.answers(socket()) || !process.isAlive(),
                    Boolean::booleanValue);
        } catch (AssertionError e) {
            stop();
            throw new IllegalStateException("dockerd did not start: " + log(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("dockerd ended at once: " + log());
        }
    }

    private String log() throws IOException {
        String log = Files.readString(directory.resolve("dockerd.log"));
        return log.substring(Math.max(0, log.length() - 2000));
    }

    @Override
    public void close() {
        try {
            resume();
        } catch (IOException e) {
            // it had ended
        }
        stop();
        try (addresses;
                Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(OwnEngine::delete);
        } catch (IOException e) {
            throw new IllegalStateException("cannot remove " + directory, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // still mounted; the directory is under /tmp and small
        }
    }
}
