package dev.roadstead.cli.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads the example's manifests. */
public final class Manifests {
    private static final int MAX_SHOWN = 40;

    private Manifests() {}

    /**
     * All documents of all {@code *.yaml} files of a folder, in the order of the files' names.
     *
     * @throws CliException if there is none, or one cannot be read
     */
    static List<ObjectNode> read(Path folder) {
        List<ObjectNode> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
                manifests.addAll(documents(file));
            }
        } catch (IOException e) {
            throw CliException.io("read the examples in " + folder, e, "is the checkout complete?");
        }
        if (manifests.isEmpty()) {
            throw new CliException("there are no manifests (*.yaml) in " + folder);
        }
        return manifests;
    }

    /**
     * All objects of a file, in their order; of standard input if it is {@code -}.
     *
     * @throws CliException if it is not YAML, something in it is not an object, or there is none
     */
    public static List<ObjectNode> documents(Path file) throws IOException {
        Load load = new Load(LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setLabel(file.toString())
                .build());
        List<ObjectNode> documents = new ArrayList<>();
        try {
            for (Object document : load.loadAllFromString(text(file))) {
                if (document != null) { // nothing between two "---"
                    documents.add(object(document, file));
                }
            }
        } catch (YamlEngineException e) {
            throw new CliException(
                    file + " is not YAML: " + String.valueOf(e.getMessage()).strip(), e);
        }
        if (documents.isEmpty()) {
            throw new CliException(file + " has no object in it, expected manifests as kubectl apply takes them");
        }
        return documents;
    }

    private static ObjectNode object(Object document, Path file) {
        if (Json.mapper().valueToTree(document) instanceof ObjectNode object) {
            return object;
        }
        throw new CliException(file + " has " + shown(document)
                + " in the place of an object, expected apiVersion, kind, metadata and so on");
    }

    private static String shown(Object document) {
        String text = document.toString();
        return '"' + (text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…") + '"';
    }

    private static String text(Path file) throws IOException {
        return file.toString().equals("-")
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(file);
    }
}
