package dev.roadstead.apiserver.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * The right side of a filter.
 *
 * @param operator {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}; empty: the value only has to be
 *     there
 * @param text the literal without quotes
 * @param quoted whether the literal is a string; otherwise it is a number, true or false
 */
record Comparison(String operator, String text, boolean quoted) {
    static final Comparison EXISTS = new Comparison("", "", false);

    boolean holds(JsonNode value) {
        return switch (operator) {
            case "" -> true;
            case "==" -> same(value);
            case "!=" -> !same(value);
            case "<" -> comparable(value) && compare(value) < 0;
            case "<=" -> comparable(value) && compare(value) <= 0;
            case ">" -> comparable(value) && compare(value) > 0;
            case ">=" -> comparable(value) && compare(value) >= 0;
            default -> throw new IllegalStateException("operator " + operator);
        };
    }

    private boolean same(JsonNode value) {
        if (comparable(value)) {
            return compare(value) == 0;
        }
        return !quoted && value.isBoolean() && value.asText().equals(text);
    }

    private boolean comparable(JsonNode value) {
        return quoted ? value.isTextual() : value.isNumber() && !isBoolean();
    }

    private boolean isBoolean() {
        return text.equals("true") || text.equals("false");
    }

    private int compare(JsonNode value) {
        return quoted ? value.textValue().compareTo(text) : value.decimalValue().compareTo(new BigDecimal(text));
    }
}
