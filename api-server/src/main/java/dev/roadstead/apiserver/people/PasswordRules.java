package dev.roadstead.apiserver.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which passwords are taken. Long ones, of any characters, that are not what people who guess try first: a list of words and
 * phrases that was put together here ({@code common-passwords.txt}; it is no copy of a breach, which would be far longer),
 * whatever digits and signs stand around them; repeats; runs of the keyboard or the alphabet; and the person's own names.
 * Immutable and thread-safe.
 */
final class PasswordRules {
    private static final int MIN = 12;
    private static final int MAX = 256;
    private static final int MIN_DIFFERENT = 5;
    /** So many characters at least make a password of their own beside what everybody guesses. */
    private static final int MIN_OWN = 6;

    private static final int MIN_RUN = 4;
    private static final int MIN_NAME = 3;
    private static final List<String> ROWS = List.of(
            "abcdefghijklmnopqrstuvwxyz",
            "01234567890",
            "1234567890-=",
            "qwertyuiop[]",
            "asdfghjkl;'",
            "zxcvbnm,./",
            "qwertzuiopü",
            "yxcvbnm",
            "azertyuiop",
            "qsdfghjklm",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
            "1q2w3e4r5t6y7u8i9o0p",
            "!@#$%^&*()_+");

    private final List<String> common;

    private PasswordRules(Collection<String> common) {
        // Longer ones first: what is left of a password does not hang on the order of the file.
        this.common = common.stream().sorted((a, b) -> b.length() - a.length()).toList();
    }

    static PasswordRules load() {
        try (var in = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            String text = new String(
                    Objects.requireNonNull(in, "common-passwords.txt").readAllBytes(), StandardCharsets.UTF_8);
            return new PasswordRules(text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Why a password is not taken; null when it is. The sentence does not show it.
     *
     * @param names of the person: of the account, the e-mail address
     */
    @Nullable
    String refusal(String password, Collection<String> names) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN || length > MAX) {
            return "must have " + MIN + " to " + MAX + " characters, found " + length;
        }
        String folded = Normalizer.normalize(password, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        if (folded.codePoints().distinct().count() < MIN_DIFFERENT) {
            return "repeats a few characters, which is guessed at once; take a phrase of several words";
        }
        String own = folded;
        for (String name : words(names)) {
            own = own.replace(name, "");
        }
        if (isLittle(own)) {
            return "is little more than your name or e-mail address; take a phrase of several words";
        }
        if (isLittle(withoutCommon(folded)) || isLittle(withoutCommon(plain(folded)))) {
            return "is one of those that are guessed first; take a phrase of several words";
        }
        return null;
    }

    private static Set<String> words(Collection<String> names) {
        return names.stream()
                .flatMap(name -> List.of(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)).stream())
                .filter(word -> word.length() >= MIN_NAME)
                .collect(Collectors.toSet());
    }

    private String withoutCommon(String folded) {
        String rest = folded;
        for (String word : common) {
            rest = rest.replace(word, " ");
        }
        return withoutRuns(rest);
    }

    /** Signs that stand for letters, as people put them there. */
    private static String plain(String folded) {
        return folded.replace('0', 'o')
                .replace('1', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('5', 's')
                .replace('7', 't')
                .replace('@', 'a')
                .replace('$', 's')
                .replace('!', 'i');
    }

    /** Digits, signs and repeats around a word make little difference to who guesses. */
    private static boolean isLittle(String rest) {
        String letters = rest.replaceAll("[^\\p{L}]+", "");
        return letters.codePoints().distinct().count() < MIN_OWN
                && rest.replaceAll("\\s+", "").codePoints().distinct().count() < MIN_OWN + 2;
    }

    private static String withoutRuns(String text) {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int run = run(text, at);
            if (run < MIN_RUN) {
                rest.append(text.charAt(at));
                at++;
            } else {
                at += run;
            }
        }
        return rest.toString();
    }

    /** How many characters from here on follow each other on a keyboard, forwards or backwards, or are the same. */
    private static int run(String text, int from) {
        int longest = 1;
        for (int end = from + 2; end <= text.length(); end++) {
            String part = text.substring(from, end);
            String back = new StringBuilder(part).reverse().toString();
            boolean same = part.chars().distinct().count() == 1;
            if (!same && ROWS.stream().noneMatch(row -> row.contains(part) || row.contains(back))) {
                break;
            }
            longest = end - from;
        }
        return longest;
    }
}
