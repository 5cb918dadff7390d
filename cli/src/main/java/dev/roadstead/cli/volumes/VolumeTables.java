package dev.roadstead.cli.volumes;

import dev.roadstead.cli.console.Sizes;
import dev.roadstead.cli.console.Table;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.RetainedVolume;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Volume;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Volumes, and Docker volumes that none has, as tables. Pure. */
public final class VolumeTables {
    private static final String NONE = "-";

    private VolumeTables() {}

    /** One line for each Volume, by namespace and name; a line that says so when there is none. */
    public static List<String> volumes(Collection<Volume> volumes) {
        if (volumes.isEmpty()) {
            return List.of("there are no Volumes");
        }
        Table table = new Table("NAMESPACE", "NAME", "STATUS", "NODE", "USED", "SIZE", "USED BY");
        volumes.stream().sorted(Comparator.comparing(Volume::key)).forEach(volume -> {
            Volume.Status status = volume.status();
            table.row(
                    String.valueOf(volume.metadata().namespace()),
                    volume.metadata().name(),
                    status == null ? "New" : ready(status.conditions()),
                    said(status == null ? volume.spec().nodeName() : status.nodeName()),
                    status == null ? NONE : bytes(status.usedBytes()),
                    bytes(volume.spec().size()),
                    status == null || status.usedBy().isEmpty() ? NONE : String.join(",", status.usedBy()));
        });
        return table.lines();
    }

    private static String ready(List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> condition.type().equals("Ready"))
                .map(Condition::reason)
                .findFirst()
                .orElse("New");
    }

    /** One line for each Docker volume that no Volume has; a line that says so when there is none. */
    public static List<String> retained(Collection<Node> nodes) {
        Table table = new Table("NODE", "DOCKER VOLUME", "OF NAMESPACE", "OF VOLUME", "BYTES");
        nodes.stream()
                .sorted(Comparator.comparing(Node::key))
                .forEach(node -> of(node).forEach(kept -> table.row(
                        node.metadata().name(),
                        kept.dockerVolume(),
                        kept.namespace(),
                        kept.volume(),
                        bytes(kept.bytes()))));
        return table.lines().size() == 1 ? List.of("no data is retained on any node") : table.lines();
    }

    /** What a node retains; none while it was not looked through. */
    public static List<RetainedVolume> of(Node node) {
        Node.Status status = node.status();
        return status == null || status.retained() == null
                ? List.of()
                : status.retained().volumes();
    }

    private static String said(@Nullable String text) {
        return text == null ? NONE : text;
    }

    private static String bytes(@Nullable Quantity bytes) {
        return bytes == null ? NONE : Sizes.text(bytes.value());
    }
}
