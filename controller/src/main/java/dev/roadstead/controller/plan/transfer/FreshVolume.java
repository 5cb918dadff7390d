package dev.roadstead.controller.plan.transfer;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of Docker volumes: {@code <namespace>.<volume>} for a Volume's first, then with {@code .2}, {@code .3} and so on. */
public final class FreshVolume {
    private FreshVolume() {}

    /**
     * The first name after all that are taken. Numbers never come again as long as one of them is known, so a name means
     * one attempt.
     *
     * @param taken every name that is on the engine, or that a status speaks of
     */
    public static String name(String namespace, String volume, Set<String> taken) {
        String first = namespace + "." + volume;
        Pattern numbered = Pattern.compile(Pattern.quote(first) + "(?:\\.([1-9][0-9]{0,8}))?");
        int last = taken.stream()
                .map(numbered::matcher)
                .filter(Matcher::matches)
                .flatMap(match -> Stream.of(match.group(1) == null ? 1 : Integer.parseInt(match.group(1))))
                .max(Integer::compare)
                .orElse(0);
        return last == 0 ? first : first + "." + (last + 1);
    }
}
