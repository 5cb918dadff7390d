package dev.roadstead.crd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.roadstead.model.Application;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Edge;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.Node;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project;
import dev.roadstead.model.Release;
import dev.roadstead.model.SecretStore;
import dev.roadstead.model.Team;
import dev.roadstead.model.Tunnel;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeRestore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The committed CRD files: written by {@link #main}, read from the class path by the program. */
public final class CrdFiles {
    private static final List<Class<?>> KINDS = List.of(
            Application.class,
            BackupRepository.class,
            Container.class,
            Domain.class,
            Edge.class,
            Tunnel.class,
            UsageReport.class,
            NamespaceBackup.class,
            Node.class,
            Organization.class,
            Plan.class,
            Project.class,
            Release.class,
            SecretStore.class,
            Team.class,
            Volume.class,
            VolumeBackup.class,
            VolumeRestore.class);
    private static final String FOLDER = "/crds/";

    private CrdFiles() {}

    /** The CRDs that this build ships, as YAML texts. */
    public static List<String> shipped() {
        return KINDS.stream().map(CrdFiles::fileName).map(CrdFiles::read).toList();
    }

    /** File name to content, generated from the records. */
    static Map<String, String> generate() {
        ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .build());
        CrdGenerator generator = new CrdGenerator();
        Map<String, String> files = new LinkedHashMap<>();
        for (Class<?> kind : KINDS) {
            try {
                files.put(
                        fileName(kind),
                        "# Generated from " + kind.getName() + " by `make generate`; do not edit.\n"
                                + yaml.writeValueAsString(generator.generate(kind)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot write the CRD of " + kind, e);
            }
        }
        return files;
    }

    /** File name to content: one reference page per kind. */
    static Map<String, String> generateReference() {
        CrdGenerator generator = new CrdGenerator();
        Map<String, String> pages = new LinkedHashMap<>();
        for (Class<?> kind : KINDS) {
            pages.put(fileName(kind).replace(".yaml", ".md"), ReferencePage.of(generator.generate(kind)));
        }
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

    private static String fileName(Class<?> kind) {
        Kind annotation = kind.getAnnotation(Kind.class);
        if (annotation == null) {
            throw new IllegalArgumentException(kind + " lacks @Kind");
        }
        return annotation.plural() + ".yaml";
    }

    private static String read(String name) {
        try (InputStream in = CrdFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(FOLDER + name, e);
        }
    }
}
