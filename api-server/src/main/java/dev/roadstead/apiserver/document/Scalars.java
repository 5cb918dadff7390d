package dev.roadstead.apiserver.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import org.jspecify.annotations.Nullable;

/** The values that trees are made of: 64-bit integers, finite doubles, strings that can be encoded as UTF-8. */
final class Scalars {
    static final String NUMBER_RANGE =
            "the number is out of range: integers must fit 64 bits, other numbers must be finite";

    private static final double LONGS_END = 0x1p63;

    private Scalars() {}

    /** An integer if the value is one ({@code 1.0} is 1, as Go's JSON encoder writes it); null if it is not finite. */
    static @Nullable JsonNode ofDouble(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        boolean integral = value == Math.rint(value) && value >= -LONGS_END && value < LONGS_END;
        return integral ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
    }

    /** Replaces surrogates without a partner by U+FFFD, as Go's JSON decoder does: they cannot be encoded. */
    static String encodable(String text) {
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (isSurrogate(point)) {
                return replaceUnpaired(text);
            }
            i += Character.charCount(point);
        }
        return text;
    }

    private static String replaceUnpaired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(point -> isSurrogate(point) ? 0xFFFD : point).forEach(out::appendCodePoint);
        return out.toString();
    }

    /** A code point that is a surrogate has no partner. */
    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
