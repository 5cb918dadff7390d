package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What {@code /version} reports.
 *
 * @param product Roadstead's own version, e.g. {@code 0.1.0}
 * @param gitCommit empty if it is not known
 * @param buildDate RFC 3339; empty if it is not known
 * @param runtime what stands in the {@code goVersion} field, e.g. {@code java25}
 * @param platform {@code linux/amd64}
 */
public record ServerVersion(String product, String gitCommit, String buildDate, String runtime, String platform) {
    /** The Kubernetes minor version whose API conventions are followed; clients gate features on it. */
    static final String MINOR = "33";

    /** On the running JVM. */
    public static ServerVersion of(String product) {
        String arch = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
        return new ServerVersion(product, "", "", "java" + Runtime.version().feature(), "linux/" + arch);
    }

    String gitVersion() {
        return "v1." + MINOR + ".0+roadstead-" + product;
    }

    /** {@code version.Info} of Kubernetes; numbers are strings there. */
    ObjectNode document() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("major", "1")
                .put("minor", MINOR)
                .put("gitVersion", gitVersion())
                .put("gitCommit", gitCommit)
                .put("gitTreeState", gitCommit.isEmpty() ? "" : "clean")
                .put("buildDate", buildDate)
                .put("goVersion", runtime)
                .put("compiler", "javac")
                .put("platform", platform);
    }
}
