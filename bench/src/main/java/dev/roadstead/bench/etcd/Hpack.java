package dev.roadstead.bench.etcd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The headers of a call, without Huffman codes and without using the dynamic table (RFC 7541). */
final class Hpack {
    private static final int METHOD_POST = 0x83;
    private static final int SCHEME_HTTP = 0x86;
    private static final int AUTHORITY = 1;
    private static final int PATH = 4;
    private static final int CONTENT_TYPE = 31;
    private static final int NEW_NAME = 0;
    private static final int FOUR_BIT_PREFIX = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Hpack() {}

    static byte[] putRequest(String authority) {
        Hpack hpack = new Hpack();
        hpack.out.write(METHOD_POST);
        hpack.out.write(SCHEME_HTTP);
        hpack.indexedName(PATH, "/etcdserverpb.KV/Put");
        hpack.indexedName(AUTHORITY, authority);
        hpack.indexedName(CONTENT_TYPE, "application/grpc");
        hpack.out.write(NEW_NAME);
        hpack.string("te");
        hpack.string("trailers");
        return hpack.out.toByteArray();
    }

    private void indexedName(int index, String value) {
        if (index < FOUR_BIT_PREFIX) {
            out.write(index);
        } else {
            out.write(FOUR_BIT_PREFIX);
            out.write(index - FOUR_BIT_PREFIX);
        }
        string(value);
    }

    /** Shorter than 127 bytes. */
    private void string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
