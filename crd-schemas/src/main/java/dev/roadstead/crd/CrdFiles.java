package dev.roadstead.crd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The CRDs as people read them: committed YAML files, and a page of the reference for each kind. */
final class CrdFiles {
    private CrdFiles() {}

    /** File name to content, generated from the records. */
    static Map<String, String> generate() {
        ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .build());
        Map<String, String> files = new LinkedHashMap<>();
        ShippedCrds.generate().forEach((kind, crd) -> {
            try {
                files.put(
                        ShippedCrds.plural(kind) + ".yaml",
                        "# Generated from " + kind.getName() + " by `make generate`; do not edit.\n"
                                + yaml.writeValueAsString(crd));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot write the CRD of " + kind, e);
            }
        });
        return files;
    }

    /** File name to content: one reference page per kind. */
    static Map<String, String> generateReference() {
        Map<String, String> pages = new LinkedHashMap<>();
        ShippedCrds.generate()
                .forEach((kind, crd) -> pages.put(ShippedCrds.plural(kind) + ".md", ReferencePage.of(crd)));
        return pages;
    }

    /** Writes the CRDs into the first folder and the reference pages into the second. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), generate());
        write(Path.of(args[1]), generateReference());
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
