package dev.roadstead.apiserver.schema;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a schema, applied to a string of a user. Java's engine backtracks, so some pairs would run for
 * ever or exhaust the stack; such a match is given up, and the string does not match.
 */
final class BoundedPattern implements RegularExpression {
    private static final int LONGEST_PATTERN = 4096;

    /** Far more than any honest match reads: a few milliseconds. */
    private static final int READS_AT_LEAST = 100_000;

    private static final int READS_PER_CHARACTER = 20;

    /** A group of flags with m. */
    private static final Pattern MANY_LINES = Pattern.compile("\\(\\?[a-zA-Z]*m");

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @throws PatternSyntaxException if it is no regular expression, or one of more than 4096 characters
     */
    static BoundedPattern compile(String regex) {
        if (regex.length() > LONGEST_PATTERN) {
            throw new PatternSyntaxException("longer than " + LONGEST_PATTERN + " characters", regex, LONGEST_PATTERN);
        }
        return new BoundedPattern(Pattern.compile(endingAtTheEnd(regex)));
    }

    /**
     * The same with {@code $} as JSON Schema and Kubernetes mean it: the end, not also before a line feed that ends the
     * string, as Java does. It is left alone in a class, behind a backslash, and in an expression over many lines.
     */
    private static String endingAtTheEnd(String regex) {
        if (MANY_LINES.matcher(regex).find()) {
            return regex;
        }
        StringBuilder result = new StringBuilder(regex.length() + 8);
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                result.append(c).append(regex.charAt(++i));
                continue;
            }
            inClass = c == '[' || (inClass && c != ']');
            result.append(c == '$' && !inClass ? "\\z" : String.valueOf(c));
        }
        return result.toString();
    }

    /** Whether the string contains a match, as JSON Schema wants it. */
    @Override
    public boolean matches(String value) {
        try {
            return pattern.matcher(new Budgeted(value)).find();
        } catch (BudgetSpentException | StackOverflowError e) {
            return false;
        }
    }

    /** Counts what the engine reads. */
    private static final class Budgeted implements CharSequence {
        private final String value;
        private long left;

        Budgeted(String value) {
            this.value = value;
            this.left = Math.max(READS_AT_LEAST, (long) READS_PER_CHARACTER * value.length());
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new BudgetSpentException();
            }
            return value.charAt(index);
        }

        @Override
        public int length() {
            return value.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return value.substring(start, end);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    private static final class BudgetSpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BudgetSpentException() {
            super(null, null, false, false);
        }
    }
}
