package dev.roadstead.apiserver.people;

import com.nulabinc.zxcvbn.Pattern;
import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import java.lang.ref.SoftReference;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which passwords are taken: long ones, of any characters, that take many guesses. How many is estimated by zxcvbn, which
 * knows the passwords that leaked most often, words, names, dates, keyboards, and what people do to them; it is told the
 * person's own names too. Thread-safe.
 */
final class PasswordRules {
    private static final int MIN = 12;
    private static final int MAX = 256;
    /** Of so many characters the strength is estimated, which takes longer than in proportion. */
    private static final int LOOKED_AT = 32;
    /** More than somebody tries who has the hash, at 50 ms each, in ten years. */
    private static final double MIN_GUESSES_LOG10 = 10;

    private static final int MIN_WORD = 3;
    private static final int MAX_WORDS = 50;
    private static final String NAMES = "has your name, e-mail address or organization in it, which are guessed first";
    private static final String ADVICE = "; take four or more words that have nothing to do with each other";
    private static final List<String> OWN = List.of("roadstead", "correcthorsebatterystaple");

    /** Its dictionaries are some 10 MB, and passwords are chosen seldom. */
    private volatile SoftReference<Zxcvbn> estimator = new SoftReference<>(null);

    /**
     * Why a password is not taken; null when it is. The sentence does not show it.
     *
     * @param names what belongs to the person: of the account, the e-mail address, organizations
     */
    @Nullable
    String refusal(String password, Collection<String> names) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN || length > MAX) {
            return "must have " + MIN + " to " + MAX + " characters, found " + length;
        }
        List<String> words = words(names);
        String folded = Normalizer.normalize(password, Normalizer.Form.NFKC);
        Strength whole = measure(folded, words);
        if (whole.getGuessesLog10() < MIN_GUESSES_LOG10) {
            return reason(whole.getSequence()) + ADVICE;
        }
        String own = without(words, folded);
        boolean same = own.length() == folded.length();
        return same || measure(own, words).getGuessesLog10() >= MIN_GUESSES_LOG10 ? null : NAMES + ADVICE;
    }

    private Strength measure(String password, List<String> words) {
        return estimator().measure(password.substring(0, Math.min(password.length(), LOOKED_AT)), words);
    }

    /** What is left beside the person's names: to whoever guesses, these are no words among many. */
    private static String without(List<String> words, String password) {
        String own = password.toLowerCase(Locale.ROOT);
        for (String word : words) {
            own = own.replace(word, "");
        }
        return own;
    }

    private Zxcvbn estimator() {
        Zxcvbn present = estimator.get();
        if (present == null) {
            present = new Zxcvbn();
            estimator = new SoftReference<>(present);
        }
        return present;
    }

    /** What it is mostly made of, of all that makes it easy to guess. */
    private static String reason(List<Match> parts) {
        if (parts.stream().anyMatch(part -> "user_inputs".equals(part.dictionaryName))) {
            return NAMES;
        }
        if (parts.stream().anyMatch(part -> "passwords".equals(part.dictionaryName))) {
            return "is much like passwords that leaked elsewhere and are tried first";
        }
        if (parts.stream().anyMatch(part -> part.pattern == Pattern.Repeat || part.pattern == Pattern.Sequence)) {
            return "repeats or counts, which is guessed at once";
        }
        if (parts.stream().anyMatch(part -> part.pattern == Pattern.Spatial)) {
            return "follows the keys of a keyboard, which is guessed at once";
        }
        return "is guessed too easily";
    }

    private static List<String> words(Collection<String> names) {
        List<String> words = new ArrayList<>(OWN);
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            words.add(lower);
            words.addAll(List.of(lower.split("[^\\p{L}\\p{N}]+", -1)));
        }
        return words.stream()
                .filter(word -> word.length() >= MIN_WORD && word.length() <= LOOKED_AT)
                .distinct()
                .limit(MAX_WORDS)
                .toList();
    }
}
