package dev.roadstead.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Images of programs that are installed on this machine, beside busybox; with the libraries that they are linked to. */
public final class ProgramImages {
    private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x");

    private ProgramImages() {}

    /** PostgreSQL 15; its programs are in {@code /usr/lib/postgresql/15/bin}. Anybody may write into {@code /data}. */
    public static void postgresql(Path engineSocket, String repository, String tag) throws IOException {
        Path home = Path.of("/usr/lib/postgresql/15");
        List<Path> programs = Stream.of("postgres", "initdb", "psql", "pg_dump", "pg_restore")
                .map(name -> home.resolve("bin").resolve(name))
                .toList();
        List<Path> others = List.of(
                home.resolve("lib/dict_snowball.so"),
                home.resolve("lib/plpgsql.so"),
                Path.of("/usr/share/postgresql/15"),
                Path.of("/usr/share/zoneinfo"));
        make(engineSocket, repository, tag, "[]", root -> lay(root, programs, others));
    }

    /** Redis: {@code redis-server} and {@code redis-cli}. Anybody may write into {@code /data}. */
    public static void redis(Path engineSocket, String repository, String tag) throws IOException {
        List<Path> programs = List.of(Path.of("/usr/bin/redis-server"), Path.of("/usr/bin/redis-cli"));
        make(engineSocket, repository, tag, "[]", root -> lay(root, programs, List.of()));
    }

    /** Puts the files of an image into a directory. */
    interface Layout {
        void lay(Path root) throws IOException;
    }

    /** Makes sure that the engine has an image of this name; {@code entrypoint} in JSON. */
    static void make(Path engineSocket, String repository, String tag, String entrypoint, Layout layout)
            throws IOException {
        EngineApi engine = new EngineApi(engineSocket);
        if (engine.get("/images/" + repository + ":" + tag + "/json").successful()) {
            return;
        }
        Path folder = Files.createTempDirectory("roadstead-image");
        try {
            Path root = Files.createDirectory(folder.resolve("root"));
            layout.lay(root);
            Path archive = folder.resolve("image.tar");
            run(
                    List.of("tar", "-cf", archive.toString(), "--owner=0", "--group=0", "-C", root.toString(), "."),
                    new byte[0]);
            EngineApi.Answer answer = engine.postTar(
                    "/images/create?fromSrc=-&repo=" + encode(repository) + "&tag=" + encode(tag) + "&changes="
                            + encode("ENTRYPOINT " + entrypoint),
                    archive);
            if (!answer.successful() || answer.body().contains("\"error\"")) {
                throw new IOException("the engine did not import " + repository + ": " + answer);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void lay(Path root, List<Path> programs, List<Path> others) throws IOException {
        run(List.of("tar", "-x", "-C", root.toString()), TestImages.busyboxFiles());
        Set<String> files = new TreeSet<>();
        for (Path file : Stream.concat(programs.stream(), others.stream()).toList()) {
            if (!Files.exists(file)) {
                throw new IOException(
                        file + " is missing; scripts/setup-postgresql and scripts/setup-redis install it");
            }
            files.add(file.toString());
            if (Files.isRegularFile(file)) {
                files.addAll(libraries(file));
            }
        }
        copy(files, root);
        run(List.of("mkdir", "-m", "0777", root.resolve("data").toString()), new byte[0]);
    }

    /** To the same places in an image. */
    static void copy(Collection<String> files, Path root) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        List<String> copy = new ArrayList<>(List.of("cp", "-rL", "--parents"));
        copy.addAll(files);
        copy.add(root.toString());
        run(copy, new byte[0]);
    }

    /** As its loader would find them, the loader included; none of a static program, of which ldd says so and fails. */
    static List<String> libraries(Path program) throws IOException {
        List<String> command = List.of("sh", "-c", "ldd \"$1\" || :", "ldd", program.toString());
        String list = new String(run(command, new byte[0]), StandardCharsets.UTF_8);
        return list.lines()
                .map(LIBRARY::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    static byte[] run(List<String> command, byte[] input) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread feeder = Thread.ofVirtual().start(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException e) {
                // It ended early; its exit code says so.
            }
        });
        byte[] output = process.getInputStream().readAllBytes();
        try {
            feeder.join();
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(String.join(" ", command) + " exited with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
