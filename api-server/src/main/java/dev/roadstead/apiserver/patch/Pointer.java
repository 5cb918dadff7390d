package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON pointer (RFC 6901). */
record Pointer(List<String> tokens) {
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern TEXT = Pattern.compile("(/([^~/]|~[01])*+)*+");

    /** A pointer does not fit the object that it is applied to. */
    static final class MisfitException extends Exception {
        private static final long serialVersionUID = 1L;

        MisfitException(String message) {
            super(message, null, false, false);
        }
    }

    /** Null if the text is no pointer. */
    static @Nullable Pointer parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return null;
        }
        List<String> tokens = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int slash = text.indexOf('/', start + 1);
            int end = slash < 0 ? text.length() : slash;
            tokens.add(text.substring(start + 1, end).replace("~1", "/").replace("~0", "~"));
            start = end;
        }
        return new Pointer(List.copyOf(tokens));
    }

    boolean isRoot() {
        return tokens.isEmpty();
    }

    Pointer parent() {
        return new Pointer(tokens.subList(0, tokens.size() - 1));
    }

    String last() {
        return tokens.getLast();
    }

    boolean isPrefixOf(Pointer other) {
        return other.tokens.size() >= tokens.size()
                && other.tokens.subList(0, tokens.size()).equals(tokens);
    }

    /** The value that it points to. */
    JsonNode in(JsonNode root) throws MisfitException {
        JsonNode value = root;
        for (String token : tokens) {
            JsonNode next =
                    value instanceof ArrayNode array ? array.get(index(token, array.size() - 1)) : value.get(token);
            if (next == null) {
                throw new MisfitException("there is nothing at " + this);
            }
            value = next;
        }
        return value;
    }

    /** The index of an item that exists. */
    int index(ArrayNode array) throws MisfitException {
        return index(last(), array.size() - 1);
    }

    /** The index at which an item may be inserted; {@code -} is the end. */
    int insertionIndex(ArrayNode array) throws MisfitException {
        return last().equals("-") ? array.size() : index(last(), array.size());
    }

    private int index(String token, int greatest) throws MisfitException {
        if (!INDEX.matcher(token).matches()) {
            throw new MisfitException("\"" + token + "\" in " + this + " is no index of a list");
        }
        int index = Integer.parseInt(token);
        if (index > greatest) {
            throw new MisfitException("the index " + index + " in " + this + " lies outside the list");
        }
        return index;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        tokens.forEach(token -> out.append('/').append(token.replace("~", "~0").replace("/", "~1")));
        return out.toString();
    }
}
