package dev.roadstead.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The kinds that this program brings along: the CustomResourceDefinitions of the module crd-schemas. */
final class Kinds {
    private static final List<String> PLURALS = List.of("applications", "releases", "containers", "nodes");

    private Kinds() {}

    /** Each as YAML. */
    static List<String> definitions() {
        return PLURALS.stream().map(plural -> read("/crds/" + plural + ".yaml")).toList();
    }

    private static String read(String resource) {
        try (InputStream in = Kinds.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the program's jars");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource + " from the program's jars", e);
        }
    }
}
