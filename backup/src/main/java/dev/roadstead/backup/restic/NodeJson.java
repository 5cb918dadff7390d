package dev.roadstead.backup.restic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Nodes as JSON, in the order of restic's fields, so that equal directories are equal blobs. */
public final class NodeJson {
    /** What a tree blob begins and ends with; nodes stand between, separated by commas. */
    public static final String BEGIN = "{\"nodes\":[";

    public static final String END = "]}\n";

    /** Bits of Go's os.FileMode. */
    private static final long GO_DIRECTORY = 1L << 31;

    private static final long GO_SYMLINK = 1L << 27;
    private static final long GO_FIFO = 1L << 25;
    private static final long GO_SETUID = 1L << 23;
    private static final long GO_SETGID = 1L << 22;
    private static final long GO_STICKY = 1L << 20;

    private NodeJson() {}

    public static void write(Node node, OutputStream out) {
        try (var json = Json.FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            write(node, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Node node, JsonGenerator json) throws IOException {
        Member member = node.member();
        String time = Instant.ofEpochSecond(member.seconds(), member.nanos()).toString();
        json.writeStartObject();
        json.writeStringField("name", GoQuote.quote(member.path()));
        json.writeStringField("type", type(member.type()));
        json.writeNumberField("mode", mode(member));
        json.writeStringField("mtime", time);
        json.writeStringField("atime", time);
        json.writeStringField("ctime", time);
        json.writeNumberField("uid", member.uid());
        json.writeNumberField("gid", member.gid());
        if (node.inode() != 0) {
            json.writeNumberField("inode", node.inode());
        }
        if (member.size() > 0) {
            json.writeNumberField("size", member.size());
        }
        if (node.links() > 0) {
            json.writeNumberField("links", node.links());
        }
        if (member.type() == Member.Type.SYMLINK) {
            writeTarget(member.target(), json);
        }
        if (!member.xattrs().isEmpty()) {
            writeXattrs(member, json);
        }
        if (member.type() == Member.Type.FILE) {
            json.writeArrayFieldStart("content");
            for (int i = 0; i < node.content().size(); i++) {
                json.writeString(node.content().get(i).toString());
            }
            json.writeEndArray();
        } else {
            json.writeNullField("content");
        }
        if (node.subtree() != null) {
            json.writeStringField("subtree", node.subtree().toString());
        }
        json.writeEndObject();
    }

    /**
     * Hands over a tree's nodes in their order.
     *
     * @param name of the blob, for messages
     * @throws RepositoryException DAMAGED, or REFUSED for devices and sockets, which restic keeps and volumes may not have
     */
    public static void read(String name, byte[] tree, Consumer<Node> nodes) {
        try (var json = Json.FACTORY.createParser(tree)) {
            if (json.nextToken() != JsonToken.START_OBJECT
                    || !"nodes".equals(json.nextFieldName())
                    || json.nextToken() != JsonToken.START_ARRAY) {
                throw Damage.in(name, "is no tree");
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                nodes.accept(read(json));
            }
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw Damage.in(name, "is no tree", e);
        }
    }

    private static Node read(JsonParser json) throws IOException {
        JsonNode object = Json.MAPPER.readTree(json);
        Member.Type type =
                type(object.path("type").asText(), object.path("name").asText());
        Instant time = OffsetDateTime.parse(object.path("mtime").asText()).toInstant();
        long mode = object.path("mode").asLong();
        var content = new IdList();
        object.path("content").forEach(id -> content.add(Id.parse(id.asText())));
        var member = new Member(
                GoQuote.unquote(object.path("name").asText()),
                type,
                (int) (mode & 0777)
                        + ((mode & GO_SETUID) != 0 ? 04000 : 0)
                        + ((mode & GO_SETGID) != 0 ? 02000 : 0)
                        + ((mode & GO_STICKY) != 0 ? 01000 : 0),
                object.path("uid").asLong(),
                object.path("gid").asLong(),
                time.getEpochSecond(),
                time.getNano(),
                type == Member.Type.FILE ? object.path("size").asLong() : 0,
                type == Member.Type.SYMLINK ? target(object) : "",
                xattrs(object));
        String subtree = object.path("subtree").textValue();
        return new Node(
                member,
                object.path("inode").asLong() ^ object.path("device_id").asLong() << 48,
                object.path("links").asLong(),
                content,
                subtree == null ? null : Id.parse(subtree));
    }

    private static long mode(Member member) {
        return (member.mode() & 0777)
                | ((member.mode() & 04000) != 0 ? GO_SETUID : 0)
                | ((member.mode() & 02000) != 0 ? GO_SETGID : 0)
                | ((member.mode() & 01000) != 0 ? GO_STICKY : 0)
                | switch (member.type()) {
                    case FILE, HARD_LINK -> 0;
                    case DIRECTORY -> GO_DIRECTORY;
                    case SYMLINK -> GO_SYMLINK;
                    case FIFO -> GO_FIFO;
                };
    }

    private static String type(Member.Type type) {
        return switch (type) {
            case FILE, HARD_LINK -> "file";
            case DIRECTORY -> "dir";
            case SYMLINK -> "symlink";
            case FIFO -> "fifo";
        };
    }

    private static Member.Type type(String type, String name) {
        return switch (type) {
            case "file" -> Member.Type.FILE;
            case "dir" -> Member.Type.DIRECTORY;
            case "symlink" -> Member.Type.SYMLINK;
            case "fifo" -> Member.Type.FIFO;
            default ->
                throw new RepositoryException(
                        Kind.REFUSED,
                        "The archive is refused: \"" + name + "\" is a " + type + ", which a volume may not have.");
        };
    }

    /** restic reads the second field when the first cannot say it. */
    private static void writeTarget(String target, JsonGenerator json) throws IOException {
        String text = text(target);
        json.writeStringField("linktarget", text == null ? Names.toText(target) : text);
        if (text == null) {
            json.writeBinaryField("linktarget_raw", Names.bytes(target));
        }
    }

    private static String target(JsonNode object) throws IOException {
        byte[] raw = object.path("linktarget_raw").binaryValue();
        return raw == null ? Names.ofText(object.path("linktarget").asText()) : Names.ofBytes(raw);
    }

    private static void writeXattrs(Member member, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("extended_attributes");
        for (var xattr : member.xattrs().entrySet()) {
            String name = text(xattr.getKey());
            if (name == null) {
                throw new RepositoryException(
                        Kind.REFUSED,
                        "The archive is refused: member \"" + Names.toText(member.path())
                                + "\" has an extended attribute whose name is not UTF-8.");
            }
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeBinaryField("value", Names.bytes(xattr.getValue()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static SortedMap<String, String> xattrs(JsonNode object) throws IOException {
        var xattrs = new TreeMap<String, String>();
        for (JsonNode xattr : object.path("extended_attributes")) {
            byte[] value = xattr.path("value").binaryValue();
            xattrs.put(Names.ofText(xattr.path("name").asText()), value == null ? "" : Names.ofBytes(value));
        }
        return xattrs;
    }

    /** Null when the bytes are not UTF-8. */
    private static @Nullable String text(String bytes) {
        String text = new String(Names.bytes(bytes), UTF_8);
        return Names.ofText(text).equals(bytes) ? text : null;
    }
}
