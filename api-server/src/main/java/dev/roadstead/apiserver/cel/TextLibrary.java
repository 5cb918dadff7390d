package dev.roadstead.apiserver.cel;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.roadstead.apiserver.cel.Library.Operand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The functions of CEL's strings extension that search and build texts. They refuse what would take or make too much,
 * which the library's own do not. Positions count UTF-16 units.
 */
final class TextLibrary {
    /** Characters that a search may compare, and that a result may have. */
    private static final long MAX_COMPARED = 50_000_000;

    private static final int MAX_MADE = 4 << 20;

    static final Operand STRING = new Operand(SimpleType.STRING, String.class);
    static final Operand STRINGS = new Operand(ListType.create(SimpleType.STRING), Collection.class);
    static final Operand INT = new Operand(SimpleType.INT, Long.class);
    static final Operand BOOL = new Operand(SimpleType.BOOL, Boolean.class);

    private TextLibrary() {}

    static Library library() {
        return new Library()
                .replace("contains_string", List.of(STRING, STRING), a -> search(text(a, 0), text(a, 1), 0) >= 0)
                .member("indexOf", "string_index_of", INT, List.of(STRING, STRING), a ->
                        (long) search(text(a, 0), text(a, 1), 0))
                .member("indexOf", "string_index_of_from", INT, List.of(STRING, STRING, INT), a ->
                        (long) search(text(a, 0), text(a, 1), position(a, 2)))
                .member(
                        "lastIndexOf",
                        "string_last_index_of",
                        INT,
                        List.of(STRING, STRING),
                        a -> lastIndexOf(text(a, 0), text(a, 1), Integer.MAX_VALUE))
                .member(
                        "lastIndexOf",
                        "string_last_index_of_from",
                        INT,
                        List.of(STRING, STRING, INT),
                        a -> lastIndexOf(text(a, 0), text(a, 1), position(a, 2)))
                .member(
                        "split",
                        "string_split",
                        STRINGS,
                        List.of(STRING, STRING),
                        a -> split(text(a, 0), text(a, 1), -1))
                .member(
                        "split",
                        "string_split_limit",
                        STRINGS,
                        List.of(STRING, STRING, INT),
                        a -> split(text(a, 0), text(a, 1), (Long) a[2]))
                .member(
                        "replace",
                        "string_replace",
                        STRING,
                        List.of(STRING, STRING, STRING),
                        a -> replace(text(a, 0), text(a, 1), text(a, 2), -1))
                .member(
                        "replace",
                        "string_replace_limit",
                        STRING,
                        List.of(STRING, STRING, STRING, INT),
                        a -> replace(text(a, 0), text(a, 1), text(a, 2), (Long) a[3]))
                .member("join", "list_join", STRING, List.of(STRINGS), a -> join((Collection<?>) a[0], ""))
                .member(
                        "join",
                        "list_join_separator",
                        STRING,
                        List.of(STRINGS, STRING),
                        a -> join((Collection<?>) a[0], text(a, 1)))
                .member(
                        "format",
                        "string_format",
                        STRING,
                        List.of(STRING, ListLibrary.ANYTHING),
                        a -> made(Format.format(text(a, 0), List.copyOf((Collection<?>) a[1]))));
    }

    static String text(Object[] arguments, int index) {
        return (String) arguments[index];
    }

    private static int position(Object[] arguments, int index) {
        long position = (Long) arguments[index];
        if (position < 0 || position > text(arguments, 0).length()) {
            throw new IllegalArgumentException("position " + position + " is outside of the text");
        }
        return (int) position;
    }

    private static int search(String text, String wanted, int from) {
        checkCompared(text, wanted);
        return text.indexOf(wanted, from);
    }

    private static long lastIndexOf(String text, String wanted, int from) {
        checkCompared(text, wanted);
        return text.lastIndexOf(wanted, from);
    }

    private static List<String> split(String text, String separator, long limit) {
        checkCompared(text, separator);
        List<String> parts = new ArrayList<>();
        if (limit == 0) {
            return parts;
        }
        int start = 0;
        while (limit < 0 || parts.size() < limit - 1) {
            int end = separator.isEmpty() ? start + 1 : text.indexOf(separator, start);
            if (end < 0 || (separator.isEmpty() && end >= text.length())) {
                break;
            }
            parts.add(text.substring(start, end));
            start = end + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String replace(String text, String wanted, String by, long limit) {
        checkCompared(text, wanted);
        StringBuilder made = new StringBuilder();
        int start = 0;
        for (long count = 0; limit < 0 || count < limit; count++) {
            int found = text.indexOf(wanted, wanted.isEmpty() && count > 0 ? start + 1 : start);
            if (found < 0 || (wanted.isEmpty() && count > text.length())) {
                break;
            }
            made.append(text, start, found).append(by);
            start = found + wanted.length();
            checkMade(made.length());
        }
        return made.append(text, start, text.length()).toString();
    }

    private static String join(Collection<?> parts, String separator) {
        checkMade((long) separator.length() * parts.size());
        return made(parts.stream().map(String::valueOf).collect(Collectors.joining(separator)));
    }

    private static String made(String text) {
        checkMade(text.length());
        return text;
    }

    static void checkMade(long length) {
        if (length > MAX_MADE) {
            throw new IllegalArgumentException("the text would have more than " + MAX_MADE + " characters");
        }
    }

    static void checkCompared(String text, String wanted) {
        if ((long) text.length() * wanted.length() > MAX_COMPARED) {
            throw new IllegalArgumentException("a search for " + wanted.length() + " characters in " + text.length()
                    + " characters takes more work than is allowed");
        }
    }
}
