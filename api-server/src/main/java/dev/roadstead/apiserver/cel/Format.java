package dev.roadstead.apiserver.cel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code text.format([values])} of CEL's strings extension: %s %d %f %e %x %X %o %b %%. */
final class Format {
    private static final int MAX_PRECISION = 100;

    private Format() {}

    static String format(String pattern, List<?> values) {
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            int verb = i + 1;
            while (verb < pattern.length()
                    && (pattern.charAt(verb) == '.' || Character.isDigit(pattern.charAt(verb)))) {
                verb++;
            }
            if (verb == pattern.length()) {
                throw new IllegalArgumentException("the format ends within a clause");
            }
            if (pattern.charAt(verb) == '%') {
                out.append('%');
            } else if (used == values.size()) {
                throw new IllegalArgumentException("the format has more clauses than there are values");
            } else {
                out.append(clause(pattern.charAt(verb), precision(pattern.substring(i + 1, verb)), values.get(used++)));
                TextLibrary.checkMade(out.length());
            }
            i = verb;
        }
        return out.toString();
    }

    private static int precision(String written) {
        if (!written.startsWith(".") || written.length() < 2 || written.length() > 4) {
            return 6;
        }
        return Math.min(MAX_PRECISION, Integer.parseInt(written.substring(1)));
    }

    private static String clause(char verb, int precision, Object value) {
        if (verb == 's') {
            return shown(value);
        }
        if (value instanceof Long number && "dxXob".indexOf(verb) >= 0) {
            return whole(verb, number);
        }
        if (value instanceof Number number && verb == 'f') {
            return BigDecimal.valueOf(number.doubleValue())
                    .setScale(precision, RoundingMode.HALF_EVEN)
                    .toPlainString();
        }
        if (value instanceof Number number && verb == 'e') {
            return String.format(Locale.ROOT, "%." + precision + "e", number.doubleValue());
        }
        throw new IllegalArgumentException("%" + verb + " does not format " + shown(value));
    }

    private static String whole(char verb, long number) {
        return switch (verb) {
            case 'x' -> Long.toHexString(number);
            case 'X' -> Long.toHexString(number).toUpperCase(Locale.ROOT);
            case 'o' -> Long.toOctalString(number);
            case 'b' -> Long.toBinaryString(number);
            default -> Long.toString(number);
        };
    }

    private static String shown(Object value) {
        return switch (value) {
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1e15 -> Long.toString(number.longValue());
            case List<?> list -> list.stream().map(Format::shown).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> shown(entry.getKey()) + ": " + shown(entry.getValue()))
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }
}
