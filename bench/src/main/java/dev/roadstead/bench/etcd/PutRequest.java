package dev.roadstead.bench.etcd;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** {@code PutRequest { bytes key = 1; bytes value = 2; }} as a message of gRPC: a flag, the length, the protobuf. */
final class PutRequest {
    private static final int KEY = (1 << 3) | 2;
    private static final int VALUE = (2 << 3) | 2;

    private PutRequest() {}

    static byte[] grpc(byte[] key, byte[] value) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(key.length + value.length + 16);
        field(message, KEY, key);
        field(message, VALUE, value);
        return ByteBuffer.allocate(5 + message.size())
                .put((byte) 0)
                .putInt(message.size())
                .put(message.toByteArray())
                .array();
    }

    private static void field(ByteArrayOutputStream out, int tag, byte[] bytes) {
        out.write(tag);
        int length = bytes.length;
        while (length > 0x7f) {
            out.write((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(bytes);
    }
}
