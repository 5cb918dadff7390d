package dev.roadstead.controller.lookup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Prometheus' text exposition format, version 0.0.4, line by line: samples with labels, a value and perhaps a time;
 * comments and empty lines are passed over. It accepts all of that format but lines of more than 16 KiB, and nothing else: a
 * line that is no sample, a label that comes twice, and a last line without a line feed, which is one that was cut off, are
 * refused. Of samples that nobody wants the name alone is looked at. Memory is bounded by a line.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">The format</a>
 */
final class MetricsText {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final Pattern NAME = Pattern.compile("[ \\t]*([a-zA-Z_:][a-zA-Z0-9_:]*)");
    private static final Pattern LABEL = Pattern.compile("[ \\t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \\t]*=[ \\t]*\"");
    private static final Pattern VALUE = Pattern.compile("[ \\t]*([^ \\t{}]{1,64})(?:[ \\t]+-?[0-9]{1,19})?[ \\t]*");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?|[+-]?Inf|NaN");
    private static final double MOST = 1L << 53;

    private final InputStream in;
    private final byte[] line = new byte[LONGEST_LINE];
    private final int most;
    private int left;

    /** It is not that format, and why, in words that stay the same. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /** What is done with a sample. */
    @FunctionalInterface
    interface Sink {
        void take(Sample sample) throws IOException;
    }

    /** A value of a metric. */
    record Sample(String name, Map<String, String> labels, double value) {
        /** Empty without such a label, which is the same in this format. */
        String label(String name) {
            return labels.getOrDefault(name, "");
        }

        /** The value of a counter: whole, and not negative. */
        long count() throws IOException {
            if (!(value >= 0 && value <= MOST) || value != Math.rint(value)) {
                throw new MalformedException("its counter " + name + " is no count");
            }
            return (long) value;
        }
    }

    /** {@code in} is buffered; no more than {@code most} bytes of it are read. */
    MetricsText(InputStream in, int most) {
        this.in = in;
        this.most = most;
        this.left = most;
    }

    /** Bytes that have been read. */
    int bytes() {
        return most - left;
    }

    /** The next line without its line feed; null at the end. */
    @Nullable
    String line() throws IOException {
        int length = 0;
        for (int next = read(); next != '\n'; next = read()) {
            if (next < 0 && length == 0) {
                return null;
            }
            if (next < 0) {
                throw new MalformedException("its answer is cut off");
            }
            if (length == LONGEST_LINE) {
                throw new MalformedException("its answer has a line of more than 16 KiB");
            }
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        int next = in.read();
        if (next >= 0 && --left < 0) {
            throw new MalformedException("its answer is too long");
        }
        return next;
    }

    /** The samples of the wanted metrics, to the end. */
    void samples(Predicate<String> wanted, Sink sink) throws IOException {
        for (String text = line(); text != null; text = line()) {
            if (text.isBlank() || text.stripLeading().startsWith("#")) {
                continue;
            }
            Matcher name = NAME.matcher(text);
            if (!name.lookingAt()) {
                throw new MalformedException("its answer is not in Prometheus' text format");
            }
            if (wanted.test(name.group(1))) {
                sink.take(sample(text, name.group(1), name.end()));
            }
        }
    }

    private static Sample sample(String text, String name, int from) throws IOException {
        Map<String, String> labels = new HashMap<>();
        int at = skipBlanks(text, from);
        if (at < text.length() && text.charAt(at) == '{') {
            at = labels(text, name, at + 1, labels);
        } else if (at == from) {
            throw new MalformedException("its metric " + name + " has no value");
        }
        Matcher value = VALUE.matcher(text);
        if (!value.region(at, text.length()).matches()) {
            throw new MalformedException("its metric " + name + " has no value");
        }
        return new Sample(name, labels, number(value.group(1)));
    }

    /** Where they end; the comma after the last one may be there. */
    private static int labels(String text, String name, int from, Map<String, String> labels) throws IOException {
        Matcher label = LABEL.matcher(text);
        int at = skipBlanks(text, from);
        while (at < text.length() && text.charAt(at) != '}') {
            StringBuilder value = new StringBuilder();
            if (!label.region(at, text.length()).lookingAt()) {
                throw unreadable(name);
            }
            at = skipBlanks(text, value(text, name, label.end(), value));
            boolean more = at < text.length() && text.charAt(at) == ',';
            boolean ends = at < text.length() && text.charAt(at) == '}';
            if (!(more || ends) || labels.put(label.group(1), value.toString()) != null) {
                throw unreadable(name);
            }
            at = more ? skipBlanks(text, at + 1) : at;
        }
        if (at == text.length()) {
            throw unreadable(name);
        }
        return at + 1;
    }

    /** Where it ends. By hand: a pattern would go as deep as a value is long. */
    private static int value(String text, String name, int from, StringBuilder value) throws IOException {
        boolean escaped = false;
        for (int at = from; at < text.length(); at++) {
            char next = text.charAt(at);
            if (escaped && "\\\"n".indexOf(next) < 0) {
                throw unreadable(name);
            }
            if (!escaped && next == '"') {
                return at + 1;
            }
            if (escaped || next != '\\') {
                value.append(escaped && next == 'n' ? '\n' : next);
                escaped = false;
            } else {
                escaped = true;
            }
        }
        throw unreadable(name);
    }

    private static MalformedException unreadable(String name) {
        return new MalformedException("its metric " + name + " has labels that cannot be read");
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** A number as this format writes them, which knows no more than Go does without underscores and hexadecimals. */
    static double number(String text) throws IOException {
        if (!NUMBER.matcher(text).matches()) {
            throw new MalformedException("its answer has a number that cannot be read");
        }
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }
}
