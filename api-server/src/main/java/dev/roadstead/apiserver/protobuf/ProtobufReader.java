package dev.roadstead.apiserver.protobuf;

import static dev.roadstead.apiserver.protobuf.Message.plain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.protobuf.Message.Scalar;
import dev.roadstead.apiserver.protobuf.WireReader.Tag;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one object from Kubernetes' envelope: four bytes, then a {@code runtime.Unknown} of k8s.io/apimachinery. */
public final class ProtobufReader {
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] PREFIX = {'k', '8', 's', 0};
    private static final Message TYPE_META =
            Message.of(plain(1, "apiVersion", Scalar.STRING), plain(2, "kind", Scalar.STRING));
    private static final int SHOWN = 200;

    private ProtobufReader() {}

    /**
     * The tree that the object's JSON gives, with {@code apiVersion} and {@code kind}. Empty strings, zeros and empty times
     * are left out where the encoding writes them for want of a value.
     *
     * @throws ApiException BadRequest with the byte, if this is no message in the envelope; UnsupportedMediaType if the kind
     *     is none of the core kinds that typed clients write
     */
    public static ObjectNode read(byte[] body) {
        Envelope envelope = envelope(body);
        String apiVersion = envelope.type().path("apiVersion").asText("");
        String kind = envelope.type().path("kind").asText("");
        if (apiVersion.isEmpty() || kind.isEmpty()) {
            throw new ApiException(new ApiFault.BadRequest("Object '" + (kind.isEmpty() ? "kind" : "apiVersion")
                    + "' is missing: the typeMeta of a protobuf body must say its apiVersion and kind"));
        }
        Message message = KubernetesMessages.find(apiVersion, kind);
        if (message == null) {
            throw unsupported(apiVersion + " " + kind);
        }
        ObjectNode object = envelope.type();
        if (envelope.raw() != null) {
            MessageReader.readInto(object, envelope.raw(), message);
        }
        return object;
    }

    /**
     * What the envelope says.
     *
     * @param raw the object; null if it is not there, as of an object without fields
     */
    private record Envelope(ObjectNode type, @Nullable WireReader raw) {}

    private static Envelope envelope(byte[] body) {
        WireReader in = WireReader.of(body, PREFIX.length);
        if (body.length < PREFIX.length || !Arrays.equals(body, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
            throw in.refuse(0, "it must start with the bytes 6b 38 73 00 of Kubernetes' envelope");
        }
        ObjectNode type = JsonNodeFactory.instance.objectNode();
        WireReader raw = null;
        while (in.hasMore()) {
            Tag tag = in.tag();
            switch (tag.number()) {
                case 1 -> MessageReader.readInto(type, delimited(in, tag, "typeMeta"), TYPE_META);
                case 2 -> raw = delimited(in, tag, "");
                case 3 -> demand(delimited(in, tag, "contentEncoding"), "");
                case 4 -> demand(delimited(in, tag, "contentType"), MEDIA_TYPE);
                default -> in.skip(tag.type());
            }
        }
        return new Envelope(type, raw);
    }

    private static WireReader delimited(WireReader in, Tag tag, String field) {
        if (tag.type() != WireType.DELIMITED) {
            throw in.refuse(
                    tag.offset(),
                    "field " + tag.number() + " of the envelope has the wire type " + tag.type()
                            + ", must be DELIMITED");
        }
        return in.delimited(field);
    }

    private static void demand(WireReader in, String expected) {
        String found = in.text();
        if (!found.isEmpty() && !found.equals(expected)) {
            throw in.refuse(in.offset(), "must be empty" + (expected.isEmpty() ? "" : " or " + expected));
        }
    }

    private static ApiException unsupported(String type) {
        String shown = type.length() > SHOWN ? "this kind" : type;
        return new ApiException(new ApiFault.UnsupportedMediaType(shown
                + " is not read from protobuf, only core kinds and DeleteOptions are - accepted media types include:"
                + " application/json, application/yaml"));
    }
}
