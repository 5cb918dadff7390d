package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.ContainerTemplate.KeyRef;
import dev.roadstead.model.ContainerTemplate.ValueFrom;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Mount;
import dev.roadstead.model.Mount.FileSource;
import dev.roadstead.model.Node;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a template may leave to the node that its container is placed on: {@code $(node.name)}, {@code $(node.httpPort)},
 * {@code $(node.httpsPort)} and {@code $(node.edgeToken)}, a digest of the token of its edge; in arguments, in values of
 * variables, and in names of what variables and files come from.
 *
 * <p>They are filled in when the container is placed, so its specification says what it really gets, its hash covers it,
 * and whatever looks up Secrets and Volumes by name finds them there.
 */
public final class NodeFields {
    private static final Pattern FIELD = Pattern.compile("\\$\\(node\\.(name|httpPort|httpsPort|edgeToken)\\)");

    private final Map<String, String> values;

    private NodeFields(Map<String, String> values) {
        this.values = values;
    }

    /** Whether a text is not known before a node is. */
    static boolean isOpen(@Nullable String text) {
        return text != null && FIELD.matcher(text).find();
    }

    /** Whether containers of a template differ by their nodes. */
    static boolean areIn(ContainerTemplate template) {
        return Stream.of(
                        template.args().stream(),
                        template.env().stream().flatMap(NodeFields::texts),
                        template.volumes().stream().flatMap(NodeFields::texts))
                .flatMap(texts -> texts)
                .anyMatch(NodeFields::isOpen);
    }

    /** The template of a container on a node. */
    static ContainerTemplate fill(ContainerTemplate template, Node node) {
        if (!areIn(template)) {
            return template;
        }
        Node.Ingress ingress = node.spec().ingress();
        NodeFields fields = new NodeFields(Map.of(
                "name", node.metadata().name(),
                "httpPort", String.valueOf(ingress.httpPort()),
                "httpsPort", String.valueOf(ingress.httpsPort()),
                "edgeToken", edgeToken(node)));
        return template.with(
                template.args().stream().map(fields::fill).toList(),
                template.env().stream().map(fields::fill).toList(),
                template.volumes().stream().map(fields::fill).toList());
    }

    /** Empty while it has none. */
    public static String edgeToken(@Nullable Node node) {
        return node == null ? "" : node.metadata().annotations().getOrDefault(Labels.EDGE_TOKEN, "");
    }

    private static Stream<String> texts(EnvVar variable) {
        ValueFrom from = variable.valueFrom();
        KeyRef secret = from == null ? null : from.secretKeyRef();
        KeyRef configMap = from == null ? null : from.configMapKeyRef();
        return Stream.of(
                        Stream.ofNullable(variable.value()),
                        Stream.ofNullable(secret).map(KeyRef::name),
                        Stream.ofNullable(configMap).map(KeyRef::name))
                .flatMap(text -> text);
    }

    private static Stream<String> texts(Mount mount) {
        Stream<String> keys = Stream.of(Stream.ofNullable(mount.secret()), Stream.ofNullable(mount.configMap()))
                .flatMap(source -> source)
                .flatMap(source -> source.items().stream())
                .map(FileSource.Item::key);
        return Stream.concat(Stream.ofNullable(mount.volume()), keys);
    }

    private String fill(String text) {
        Matcher found = FIELD.matcher(text);
        return found.replaceAll(field -> Matcher.quoteReplacement(String.valueOf(values.get(field.group(1)))));
    }

    private EnvVar fill(EnvVar variable) {
        ValueFrom from = variable.valueFrom();
        return new EnvVar(
                variable.name(),
                map(variable.value(), this::fill),
                map(
                        from,
                        it -> new ValueFrom(
                                map(it.secretKeyRef(), this::fill),
                                map(it.configMapKeyRef(), this::fill),
                                it.fieldRef())));
    }

    private KeyRef fill(KeyRef ref) {
        return new KeyRef(fill(ref.name()), ref.key(), ref.optional());
    }

    private Mount fill(Mount mount) {
        return new Mount(
                mount.mountPath(),
                mount.readOnly(),
                map(mount.volume(), this::fill),
                mount.tmpfs(),
                map(mount.secret(), this::fill),
                map(mount.configMap(), this::fill),
                mount.hostPath());
    }

    private FileSource fill(FileSource source) {
        List<FileSource.Item> items = source.items().stream()
                .map(item -> new FileSource.Item(fill(item.key()), item.path()))
                .toList();
        return new FileSource(source.name(), items, source.mode());
    }

    private static <T, R> @Nullable R map(@Nullable T value, Function<T, R> change) {
        return value == null ? null : change.apply(value);
    }
}
