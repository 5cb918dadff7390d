package dev.roadstead.apiserver.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message in protobuf's encoding, written field by field. */
final class Wire {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** As client-go sends it: the last two fields of the envelope are written though they are empty. */
    static byte[] envelope(String apiVersion, String kind, Wire object) {
        Wire unknown = new Wire()
                .message(1, new Wire().text(1, apiVersion).text(2, kind))
                .message(2, object)
                .text(3, "")
                .text(4, "");
        return enveloped(unknown);
    }

    static byte[] enveloped(Wire unknown) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0x6b, 0x38, 0x73, 0});
        body.writeBytes(unknown.encoded());
        return body.toByteArray();
    }

    Wire text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Wire number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Wire message(int field, Wire value) {
        return bytes(field, value.encoded());
    }

    Wire entry(int field, String key, String value) {
        return message(field, new Wire().text(1, key).text(2, value));
    }

    Wire time(int field, long seconds, int nanos) {
        return message(field, new Wire().number(1, seconds).number(2, nanos));
    }

    Wire bytes(int field, byte... value) {
        varint(((long) field << 3) | 2);
        varint(value.length);
        return raw(value);
    }

    /** Bytes that need not be a field. */
    Wire raw(byte... value) {
        bytes.writeBytes(value);
        return this;
    }

    byte[] encoded() {
        return bytes.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while (rest < 0 || rest > 0x7F) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
