package dev.roadstead.cli.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;

/** A kubeconfig file that is changed in place; comments in it are lost, as kubectl loses them. */
public final class KubeconfigFile {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private final Path file;

    public KubeconfigFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** Replaces what is in it; a file that does not exist is empty. */
    public void change(Function<JsonNode, ObjectNode> change) {
        try {
            write(change.apply(read()));
        } catch (IOException e) {
            throw CliException.io("change " + file, e, "name another with --kubeconfig");
        }
    }

    private JsonNode read() throws IOException {
        try {
            JsonNode config = YAML.readTree(Files.readString(file));
            if (config.isObject()) {
                return config;
            }
            if (config.isMissingNode() || config.isNull()) {
                return JsonNodeFactory.instance.objectNode();
            }
            throw new CliException(file + " is no kubeconfig; name another with --kubeconfig");
        } catch (NoSuchFileException absent) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** By another file that takes its place, so that kubectl never reads half of it. */
    private void write(ObjectNode config) throws IOException {
        Files.createDirectories(file.getParent());
        Path whole = Files.createTempFile(
                file.getParent(),
                "kubeconfig-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(whole, YAML.writeValueAsString(config));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
