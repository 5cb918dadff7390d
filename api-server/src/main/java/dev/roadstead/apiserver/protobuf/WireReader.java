package dev.roadstead.apiserver.protobuf;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A position in the fields of one message ("Encoding" of the Protocol Buffers documentation). All readers of a body share
 * its bytes, so each knows its place in the whole. Methods throw BadRequest when the bytes are cut off or malformed. Not
 * thread-safe.
 */
final class WireReader {
    private static final long LAST_FIELD_NUMBER = (1L << 29) - 1;

    /** What starts a field. */
    record Tag(int number, WireType type, int offset) {}

    private final byte[] body;
    private final int end;
    private final @Nullable WireReader parent;
    private final String name;
    private int position;

    private WireReader(byte[] body, int start, int end, @Nullable WireReader parent, String name) {
        this.body = body;
        this.position = start;
        this.end = end;
        this.parent = parent;
        this.name = name;
    }

    /** Of everything from a byte on. */
    static WireReader of(byte[] body, int start) {
        return new WireReader(body, start, body.length, null, "");
    }

    boolean hasMore() {
        return position < end;
    }

    Tag tag() {
        int start = position;
        long tag = varint();
        long number = tag >>> 3;
        if (number < 1 || number > LAST_FIELD_NUMBER) {
            throw refuse(start, "field number " + number + " is out of range, must be 1 to " + LAST_FIELD_NUMBER);
        }
        WireType type = WireType.of((int) (tag & 7));
        if (type == null) {
            throw refuse(start, "wire type " + (tag & 7) + " is unknown, must be 0, 1, 2 or 5");
        }
        return new Tag((int) number, type, start);
    }

    long varint() {
        int start = position;
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == end) {
                throw refuse(start, "the number is cut off");
            }
            byte next = body[position++];
            boolean lastBit = shift == Long.SIZE - 1;
            if (lastBit && (next & 0xFE) != 0) {
                break;
            }
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw refuse(start, "the number is longer than 64 bits");
    }

    /** Reads a length and goes past the bytes that it counts, which the answer reads. */
    WireReader delimited(String field) {
        int start = position;
        long length = varint();
        int left = end - position;
        if (length < 0 || length > left) {
            throw refuse(
                    start, "the length is " + Long.toUnsignedString(length) + ", but only " + left + " bytes follow");
        }
        WireReader inner = new WireReader(body, position, position + (int) length, this, field);
        position = inner.end;
        return inner;
    }

    void skip(WireType type) {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> skip(Long.BYTES);
            case DELIMITED -> delimited("");
            case FIXED32 -> skip(Integer.BYTES);
        }
    }

    private void skip(int count) {
        if (count > end - position) {
            throw refuse(position, "the value has " + count + " bytes, but only " + (end - position) + " follow");
        }
        position += count;
    }

    /** All that is left. */
    byte[] bytes() {
        return Arrays.copyOfRange(body, position, end);
    }

    /** All that is left. */
    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, position, end - position))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refuse(position, "the text is not valid UTF-8");
        }
    }

    /** Of the first byte that is not read yet, in the body. */
    int offset() {
        return position;
    }

    ApiException refuse(int offset, String problem) {
        String path = path();
        return new ApiException(new ApiFault.BadRequest("the body is not acceptable protobuf: byte " + offset + ": "
                + (path.isEmpty() ? "" : path + ": ") + problem));
    }

    private String path() {
        String outer = parent == null ? "" : parent.path();
        return outer.isEmpty() ? name : outer + "." + name;
    }
}
