package dev.roadstead.apiserver.selector;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.selector.LabelSelector.Absent;
import dev.roadstead.apiserver.selector.LabelSelector.Exists;
import dev.roadstead.apiserver.selector.LabelSelector.Greater;
import dev.roadstead.apiserver.selector.LabelSelector.In;
import dev.roadstead.apiserver.selector.LabelSelector.Less;
import dev.roadstead.apiserver.selector.LabelSelector.NotIn;
import dev.roadstead.apiserver.selector.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recursive descent over {@code requirement ("," requirement)*}, where a requirement is {@code key}, {@code !key},
 * {@code key = value}, {@code key == value}, {@code key != value}, {@code key > number}, {@code key < number},
 * {@code key in (v, …)} or {@code key notin (v, …)}.
 * Used once.
 */
final class LabelSelectorParser {
    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
    private static final Pattern KEY = Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?" + NAME);
    private static final Pattern VALUE = Pattern.compile("(" + NAME + ")?");

    private final String text;
    private int position;

    LabelSelectorParser(String text) {
        this.text = text;
    }

    List<Requirement> parse() {
        List<Requirement> requirements = new ArrayList<>();
        do {
            requirements.add(requirement());
        } while (skip(","));
        if (position < text.length()) {
            throw expected("',' or the end");
        }
        return List.copyOf(requirements);
    }

    private Requirement requirement() {
        if (skip("!")) {
            return new Absent(key());
        }
        String key = key();
        if (skip("!=")) {
            return new NotIn(key, Set.of(value()));
        }
        if (skip("==") || skip("=")) {
            return new In(key, Set.of(value()));
        }
        if (skip(">")) {
            return new Greater(key, number());
        }
        if (skip("<")) {
            return new Less(key, number());
        }
        int start = position;
        return switch (word()) {
            case "" -> new Exists(key);
            case "in" -> new In(key, values());
            case "notin" -> new NotIn(key, values());
            default -> {
                position = start;
                throw expected("'=', '==', '!=', '>', '<', in, notin, ',' or the end");
            }
        };
    }

    private Set<String> values() {
        require("(");
        Set<String> values = new LinkedHashSet<>();
        do {
            values.add(value());
        } while (skip(","));
        require(")");
        return Set.copyOf(values);
    }

    private String key() {
        skipSpaces();
        int start = position;
        String key = word();
        if (!KEY.matcher(key).matches()) {
            position = start;
            throw expected("a label key such as app or example.com/app (a name of at most 63 characters)");
        }
        return key;
    }

    private String value() {
        skipSpaces();
        int start = position;
        String value = word();
        if (!VALUE.matcher(value).matches()) {
            position = start;
            throw expected(
                    "a label value: at most 63 letters, digits, '-', '_' or '.', a letter or digit at both ends");
        }
        return value;
    }

    private long number() {
        skipSpaces();
        int start = position;
        try {
            return Long.parseLong(word());
        } catch (NumberFormatException e) {
            position = start;
            throw expected("a whole number");
        }
    }

    private String word() {
        skipSpaces();
        int start = position;
        while (position < text.length() && " \t\r\n,()!=<>".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private void skipSpaces() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private boolean skip(String wanted) {
        skipSpaces();
        boolean found = text.startsWith(wanted, position);
        if (found) {
            position += wanted.length();
        }
        return found;
    }

    private void require(String wanted) {
        if (!skip(wanted)) {
            throw expected(wanted.equals(")") ? "',' or ')'" : "'" + wanted + "'");
        }
    }

    private ApiException expected(String what) {
        String found = position < text.length() ? "\"" + text.substring(position) + "\"" : "the end";
        return new ApiException(new ApiFault.BadRequest(
                "labelSelector \"" + text + "\": at position " + position + ": expected " + what + ", found " + found));
    }
}
