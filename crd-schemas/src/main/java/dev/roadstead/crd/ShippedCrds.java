package dev.roadstead.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/**
 * The CRDs that the program comes with. The build writes them as JSON, because a server reads them at every start, and YAML
 * would take it ten times as long.
 */
public final class ShippedCrds {
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

    private ShippedCrds() {}

    /** One JSON text for each kind. */
    public static List<String> texts() {
        return KINDS.stream().map(kind -> read(plural(kind) + ".json")).toList();
    }

    /**
     * Writes them; called by the build.
     *
     * @param args the folder of the compiled classes
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0] + FOLDER));
        for (Map.Entry<Class<?>, ObjectNode> crd : generate().entrySet()) {
            Files.writeString(
                    folder.resolve(plural(crd.getKey()) + ".json"),
                    crd.getValue().toString());
        }
    }

    /** The CRD of each record. */
    static Map<Class<?>, ObjectNode> generate() {
        CrdGenerator generator = new CrdGenerator();
        Map<Class<?>, ObjectNode> crds = new LinkedHashMap<>();
        KINDS.forEach(kind -> crds.put(kind, generator.generate(kind)));
        return crds;
    }

    static String plural(Class<?> kind) {
        Kind annotation = kind.getAnnotation(Kind.class);
        if (annotation == null) {
            throw new IllegalArgumentException(kind + " lacks @Kind");
        }
        return annotation.plural();
    }

    private static String read(String name) {
        try (InputStream in = ShippedCrds.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(FOLDER + name, e);
        }
    }
}
