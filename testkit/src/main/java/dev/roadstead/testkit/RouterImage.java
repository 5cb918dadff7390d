package dev.roadstead.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image that is run and told as Traefik's is: with Traefik itself where {@code TRAEFIK_BIN} names its binary, else with
 * {@link dev.roadstead.testkit.edge.EdgeMain} and a Java that has no more than it needs.
 */
public final class RouterImage {
    private static final String MODULES = "java.base,java.logging,java.naming,java.net.http,java.xml,jdk.httpserver";
    /** By nc: wget of a static busybox crashes where there is a libc for it to load. */
    private static final String SCRIPT = """
            #!/bin/sh
            ping() { printf 'GET /ping HTTP/1.0\\r\\n\\r\\n' | nc -w 2 127.0.0.1 8099 | grep -q '^HTTP/1.* 200'; }
            if [ "$1" = healthcheck ]; then ping; exit; fi
            exec /opt/java/bin/java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/opt/edge/*:/opt/edge/classes' \\
              dev.roadstead.testkit.edge.EdgeMain
            """;
    /** What the edge is made of, as parts of paths in the class path. */
    private static final List<String> PARTS = List.of(
            "testkit",
            "/bcpkix",
            "/bcprov",
            "/bcutil",
            "/jackson-",
            "/json-schema-validator",
            "/itu-",
            "/slf4j-api",
            "/jspecify",
            "/snakeyaml");

    private RouterImage() {}

    /** Makes sure that the engine has it by this name. */
    public static void make(Path engineSocket, String repository, String tag) throws IOException {
        String binary = System.getenv("TRAEFIK_BIN");
        ProgramImages.make(engineSocket, repository, tag, "[\"/bin/traefik\"]", root -> {
            ProgramImages.run(List.of("tar", "-x", "-C", root.toString()), TestImages.busyboxFiles());
            if (binary == null || binary.isEmpty()) {
                layEdge(root);
            } else {
                Files.copy(Path.of(binary), root.resolve("bin/traefik"));
                ProgramImages.copy(ProgramImages.libraries(Path.of(binary)), root);
            }
            Files.createDirectories(root.resolve("acme"));
        });
    }

    private static void layEdge(Path root) throws IOException {
        Path java = root.resolve("opt/java");
        Files.createDirectories(java.getParent());
        String jlink = Path.of(System.getProperty("java.home"), "bin", "jlink").toString();
        ProgramImages.run(
                List.of(
                        jlink,
                        "--add-modules",
                        MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        java.toString()),
                new byte[0]);
        List<String> libraries = Stream.concat(
                        ProgramImages.libraries(java.resolve("bin/java")).stream(),
                        ProgramImages.libraries(java.resolve("lib/server/libjvm.so")).stream())
                .filter(library -> !library.startsWith(root.toString()))
                .distinct()
                .toList();
        ProgramImages.copy(libraries, root);
        Path edge = Files.createDirectories(root.resolve("opt/edge"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(":", -1)) {
            if (PARTS.stream().anyMatch(entry::contains) && Files.exists(Path.of(entry))) {
                String target = Files.isDirectory(Path.of(entry))
                        ? edge.resolve("classes").toString()
                        : edge.toString();
                ProgramImages.run(List.of("cp", "-r", entry, target), new byte[0]);
            }
        }
        Path script = Files.writeString(root.resolve("bin/traefik"), SCRIPT);
        ProgramImages.run(List.of("chmod", "0755", script.toString()), new byte[0]);
    }
}
