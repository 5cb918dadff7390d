package dev.roadstead.backup.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Names of files are bytes, in Strings of one char a byte; users write and read text. */
public final class Names {
    private Names() {}

    /** The name whose bytes are this text in UTF-8. */
    public static String ofText(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** A name for people's eyes: what is not UTF-8 is replaced, and so are control characters. */
    public static String toText(String name) {
        return new String(name.getBytes(ISO_8859_1), UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    public static byte[] bytes(String name) {
        return name.getBytes(ISO_8859_1);
    }

    public static String ofBytes(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
