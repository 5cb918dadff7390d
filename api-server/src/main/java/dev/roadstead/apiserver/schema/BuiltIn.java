package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Documents that are part of the program. People write them in YAML; the build makes JSON of them, because to read that takes
 * a tenth of the time, and all of them are read at every start.
 */
public final class BuiltIn {
    private static final String YAML = ".yaml";
    private static final String JSON = ".json";

    private BuiltIn() {}

    /**
     * Reads the document that is beside a class.
     *
     * @param name without the ending; from the root of the class path when it begins with a slash
     * @throws IllegalStateException if there is none
     */
    public static ObjectNode read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name + JSON)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + name + JSON + " beside " + beside.getName());
            }
            return (ObjectNode) DocumentReader.read(in.readAllBytes(), Format.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + JSON, e);
        }
    }

    /**
     * Writes the JSON beside every YAML file below a folder; called by the build.
     *
     * @param args the folder of the compiled classes
     */
    public static void main(String[] args) throws IOException {
        for (Path yaml : yamlFiles(Path.of(args[0]))) {
            Files.writeString(
                    json(yaml),
                    DocumentReader.read(Files.readAllBytes(yaml), Format.YAML).toString());
        }
    }

    /** All YAML files below the folder. */
    static List<Path> yamlFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(YAML)).toList();
        }
    }

    /** Where the JSON of a YAML file is. */
    static Path json(Path yaml) {
        String name = yaml.getFileName().toString();
        return yaml.resolveSibling(name.substring(0, name.length() - YAML.length()) + JSON);
    }
}
