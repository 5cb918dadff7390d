package dev.roadstead.apiserver.jsonpath;

import java.util.ArrayList;
import java.util.List;

/** Recursive descent over the text of a path; used once. */
final class PathParser {
    /** Bounds the nesting of filters, and with it the depth of the recursion. */
    private static final int MAX_LENGTH = 1000;

    private final String text;
    private int position;

    PathParser(String text) {
        this.text = text;
    }

    List<List<Step>> parse() {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("JSON path of " + text.length() + " characters: at most " + MAX_LENGTH);
        }
        List<List<Step>> alternatives = new ArrayList<>();
        do {
            alternatives.add(steps());
        } while (skip('|'));
        if (position < text.length()) {
            throw expected("'.', '[' or the end");
        }
        return alternatives;
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        while (true) {
            if (skip('.')) {
                steps.add(skip('*') ? new Step.Wildcard() : new Step.Field(name()));
            } else if (skip('[')) {
                steps.add(bracket());
            } else if (steps.isEmpty()) {
                throw expected("'.' or '['");
            } else {
                return List.copyOf(steps);
            }
        }
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        while (position < text.length() && ".[]()|=!<>, \t'\"".indexOf(text.charAt(position)) < 0) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                position++;
            }
            name.append(text.charAt(position++));
        }
        if (name.isEmpty()) {
            throw expected("a field name");
        }
        return name.toString();
    }

    private Step bracket() {
        Step step;
        if (skip('*')) {
            step = new Step.Wildcard();
        } else if (skip('?')) {
            step = filter();
        } else if (atQuote()) {
            step = new Step.Field(quoted());
        } else {
            step = new Step.Index(index());
        }
        require(']');
        return step;
    }

    private int index() {
        int start = position;
        skip('-');
        while (position < text.length() && Character.isDigit(text.charAt(position))) {
            position++;
        }
        try {
            return Integer.parseInt(text.substring(start, position));
        } catch (NumberFormatException e) {
            position = start;
            throw expected("an index, '*', a quoted name or a filter");
        }
    }

    private Step filter() {
        require('(');
        skipSpaces();
        require('@');
        List<Step> path = steps();
        skipSpaces();
        Comparison comparison = Comparison.EXISTS;
        String operator = operator();
        if (!operator.isEmpty()) {
            skipSpaces();
            boolean quoted = atQuote();
            comparison = new Comparison(operator, quoted ? quoted() : literal(), quoted);
            skipSpaces();
        }
        require(')');
        return new Step.Filter(path, comparison);
    }

    private String operator() {
        for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
            if (text.startsWith(operator, position)) {
                position += operator.length();
                return operator;
            }
        }
        return "";
    }

    private String literal() {
        int start = position;
        while (position < text.length() && ") \t".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String literal = text.substring(start, position);
        if (!literal.matches("true|false|-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            position = start;
            throw expected("a quoted string, a number, true or false");
        }
        return literal;
    }

    private String quoted() {
        char quote = text.charAt(position++);
        StringBuilder value = new StringBuilder();
        while (position < text.length() && text.charAt(position) != quote) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                position++;
            }
            value.append(text.charAt(position++));
        }
        require(quote);
        return value.toString();
    }

    private boolean atQuote() {
        return position < text.length() && "'\"".indexOf(text.charAt(position)) >= 0;
    }

    private void skipSpaces() {
        while (skip(' ') || skip('\t')) {}
    }

    private boolean skip(char wanted) {
        boolean found = position < text.length() && text.charAt(position) == wanted;
        if (found) {
            position++;
        }
        return found;
    }

    private void require(char wanted) {
        if (!skip(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    private IllegalArgumentException expected(String what) {
        String found = position < text.length() ? "'" + text.charAt(position) + "'" : "the end";
        return new IllegalArgumentException(
                "JSON path \"" + text + "\": expected " + what + " at position " + position + ", found " + found);
    }
}
