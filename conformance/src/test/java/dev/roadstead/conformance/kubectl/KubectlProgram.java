package dev.roadstead.conformance.kubectl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kubectl of this machine.
 *
 * @param minor of its version 1.x
 */
record KubectlProgram(Path file, int minor) {
    private static final Path GOOGLE_SDK = Path.of("/usr/lib/google-cloud-sdk/bin");
    private static final Pattern MINOR = Pattern.compile("\"minor\": \"(\\d+)");

    /** The first one on PATH. */
    static KubectlProgram onPath() throws IOException {
        Path file = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("no kubectl on PATH; scripts/setup-kubectl installs one"));
        return at(file.toRealPath());
    }

    /** Those that Google's SDK keeps beside each other, where it is installed. */
    static List<KubectlProgram> others() throws IOException {
        List<KubectlProgram> found = new ArrayList<>();
        if (Files.isDirectory(GOOGLE_SDK)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(GOOGLE_SDK, "kubectl.1.*")) {
                for (Path file : files) {
                    found.add(at(file));
                }
            }
        }
        return found;
    }

    private static KubectlProgram at(Path file) throws IOException {
        Process process = new ProcessBuilder(file.toString(), "version", "--client", "--output=json").start();
        String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher minor = MINOR.matcher(version);
        if (!minor.find()) {
            throw new IOException(file + " does not tell its version: " + version);
        }
        return new KubectlProgram(file, Integer.parseInt(minor.group(1)));
    }

    /** Makes it the {@code kubectl} of a directory for programs. */
    void linkInto(Path bin) throws IOException {
        Files.createSymbolicLink(bin.resolve("kubectl"), file);
    }
}
