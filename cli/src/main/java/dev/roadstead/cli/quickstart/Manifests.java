package dev.roadstead.cli.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.model.Json;
import java.io.IOException;
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
     * All documents of a file, in their order.
     *
     * @throws CliException if it is not YAML, or something in it is not an object
     */
    public static List<ObjectNode> documents(Path file) throws IOException {
        Load load = new Load(LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setLabel(file.toString())
                .build());
        List<ObjectNode> documents = new ArrayList<>();
        try {
            for (Object document : load.loadAllFromString(Files.readString(file))) {
                documents.add(Json.mapper().convertValue(document, ObjectNode.class));
            }
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new CliException(file + " is not a list of YAML objects: " + e.getMessage(), e);
        }
        return documents;
    }
}
