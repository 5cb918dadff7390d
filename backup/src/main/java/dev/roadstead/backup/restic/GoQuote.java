package dev.roadstead.backup.restic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Names of files as restic writes them: the inside of a string literal of Go, where a byte that is not UTF-8 is
 * {@code \xff}. Here names have one char a byte.
 */
final class GoQuote {
    private GoQuote() {}

    /** Text that has no control characters, quotes or backslashes stays as it is. */
    static String quote(String name) {
        byte[] bytes = name.getBytes(ISO_8859_1);
        String text = new String(bytes, UTF_8);
        if (text.indexOf('\ufffd') < 0) {
            return escaped(text);
        }
        var out = new StringBuilder();
        for (int at = 0; at < bytes.length; ) {
            int length = sequence(bytes, at);
            if (length == 0) {
                out.append(String.format("\\x%02x", bytes[at] & 0xff));
                at++;
            } else {
                out.append(escaped(new String(bytes, at, length, UTF_8)));
                at += length;
            }
        }
        return out.toString();
    }

    /**
     * The name of a literal's inside.
     *
     * @throws IllegalArgumentException when it is none
     */
    static String unquote(String quoted) {
        if (quoted.indexOf('\\') < 0) {
            return new String(quoted.getBytes(UTF_8), ISO_8859_1);
        }
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < quoted.length(); ) {
            int point = quoted.codePointAt(at);
            at += Character.charCount(point);
            if (point != '\\') {
                out.writeBytes(Character.toString(point).getBytes(UTF_8));
                continue;
            }
            if (at == quoted.length()) {
                throw new IllegalArgumentException("\"" + quoted + "\" ends within an escape");
            }
            char kind = quoted.charAt(at++);
            int digits = digits(kind);
            if (digits == 0) {
                out.write(single(kind));
                continue;
            }
            int begin = kind >= '0' && kind <= '7' ? at - 1 : at;
            int end = begin + digits;
            if (end > quoted.length()) {
                throw new IllegalArgumentException("\"" + quoted + "\" ends within an escape");
            }
            int value = Integer.parseInt(quoted, begin, end, begin < at ? 8 : 16);
            if (kind == 'u' || kind == 'U') {
                out.writeBytes(Character.toString(value).getBytes(UTF_8));
            } else {
                out.write(value);
            }
            at = end;
        }
        return out.toString(ISO_8859_1);
    }

    private static int digits(char kind) {
        return switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            case '0', '1', '2', '3', '4', '5', '6', '7' -> 3;
            default -> 0;
        };
    }

    private static int single(char kind) {
        return switch (kind) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case '\\', '"', '\'' -> kind;
            default -> throw new IllegalArgumentException("\\" + kind + " is no escape of Go");
        };
    }

    private static String escaped(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\', '"' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 127) {
                        out.append(String.format("\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    /** How many bytes the UTF-8 character here has; 0 when there is none. */
    private static int sequence(byte[] bytes, int at) {
        for (int length = 1; length <= Math.min(4, bytes.length - at); length++) {
            if (isText(bytes, at, length)) {
                return length;
            }
        }
        return 0;
    }

    private static boolean isText(byte[] bytes, int at, int length) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
