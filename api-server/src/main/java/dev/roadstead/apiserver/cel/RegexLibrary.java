package dev.roadstead.apiserver.cel;

import static dev.roadstead.apiserver.cel.TextLibrary.INT;
import static dev.roadstead.apiserver.cel.TextLibrary.STRING;
import static dev.roadstead.apiserver.cel.TextLibrary.STRINGS;
import static dev.roadstead.apiserver.cel.TextLibrary.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.roadstead.apiserver.cel.Library.Operand;
import java.util.ArrayList;
import java.util.List;

/** {@code matches} of the standard, {@code find} and {@code findAll} of Kubernetes, by RE2, which takes linear time. */
final class RegexLibrary {
    private static final int LONGEST_PATTERN = 1024;
    private static final int LARGEST_PROGRAM = 10_000;
    private static final List<Operand> TEXT_AND_PATTERN = List.of(STRING, STRING);

    private RegexLibrary() {}

    static Library library() {
        return new Library()
                .replace("matches", TEXT_AND_PATTERN, a -> matcher(a).find())
                .replace("matches_string", TEXT_AND_PATTERN, a -> matcher(a).find())
                .member("find", "string_find_string", STRING, TEXT_AND_PATTERN, a -> {
                    Matcher matcher = matcher(a);
                    return matcher.find() ? matcher.group() : "";
                })
                .member("findAll", "string_find_all_string", STRINGS, TEXT_AND_PATTERN, a -> all(matcher(a), -1))
                .member(
                        "findAll",
                        "string_find_all_string_int",
                        STRINGS,
                        List.of(STRING, STRING, INT),
                        a -> all(matcher(a), (Long) a[2]));
    }

    private static Matcher matcher(Object[] arguments) {
        String text = text(arguments, 0);
        String regex = text(arguments, 1);
        if (regex.length() > LONGEST_PATTERN) {
            throw new IllegalArgumentException("a pattern must have at most " + LONGEST_PATTERN + " characters");
        }
        Pattern pattern = Pattern.compile(regex);
        // Time is what the text has times what the pattern was compiled to.
        if (pattern.programSize() > LARGEST_PROGRAM || (long) text.length() * pattern.programSize() > 100_000_000) {
            throw new IllegalArgumentException("the pattern takes more work than is allowed");
        }
        return pattern.matcher(text);
    }

    private static List<String> all(Matcher matcher, long limit) {
        List<String> found = new ArrayList<>();
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
