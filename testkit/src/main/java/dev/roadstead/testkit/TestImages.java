package dev.roadstead.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Images that need no registry. */
public final class TestImages {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private TestImages() {}

    /** Makes sure that the engine has an image of this name with Debian's static busybox in it. */
    public static void busybox(Path engineSocket, String repository, String tag) throws IOException {
        EngineApi engine = new EngineApi(engineSocket);
        if (engine.get("/images/" + repository + ":" + tag + "/json").successful()) {
            return;
        }
        EngineApi.Answer answer = engine.call(
                "POST",
                "/images/create?fromSrc=-&repo=" + encode(repository) + "&tag=" + encode(tag) + "&changes="
                        + encode("CMD [\"/bin/sh\"]"),
                "application/x-tar",
                busyboxFiles());
        if (!answer.successful() || answer.body().contains("\"error\"")) {
            throw new IOException("the engine did not import busybox: " + answer);
        }
    }

    /** The root file system of a busybox image, as a tar archive. */
    public static byte[] busyboxFiles() throws IOException {
        if (!Files.isExecutable(BUSYBOX)) {
            throw new IOException(BUSYBOX + " is missing; install it: apt-get install busybox-static");
        }
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(archive);
        for (String directory : List.of("bin/", "dev/", "etc/", "proc/", "root/", "sys/", "tmp/", "var/", "www/")) {
            tar.directory(directory, directory.equals("tmp/") ? 01777 : 0755);
        }
        tar.file("bin/busybox", 0755, Files.readAllBytes(BUSYBOX));
        for (String applet : applets()) {
            tar.symlink("bin/" + applet, "busybox");
        }
        tar.file("etc/passwd", 0644, text("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"));
        tar.file("etc/group", 0644, text("root:x:0:\nnogroup:x:65534:\n"));
        tar.file("www/index.html", 0644, text("ready\n"));
        tar.finish();
        return archive.toByteArray();
    }

    private static List<String> applets() throws IOException {
        Process list = new ProcessBuilder(BUSYBOX.toString(), "--list").start();
        try (var lines = list.inputReader()) {
            return lines.lines().filter(name -> !name.equals("busybox")).toList();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
