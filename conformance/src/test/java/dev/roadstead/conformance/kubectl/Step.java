package dev.roadstead.conformance.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One command of a session.
 *
 * @param line where it stands in its file, from 1
 * @param command for {@code sh -c}
 * @param since the first minor version of kubectl 1.x that can do this
 */
record Step(int line, String command, int exitCode, int since, List<Expectation> expectations) {
    /** What must be true after the command. */
    sealed interface Expectation {
        int line();
    }

    /** The text occurs in the output, behind what was found before; runs of blanks count as one. */
    record Shows(int line, String text) implements Expectation {}

    /** The pattern is found in the output. */
    record Matches(int line, Pattern pattern) implements Expectation {}

    /** The text does not occur in the output. */
    record Lacks(int line, String text) implements Expectation {}

    /** There is no output. */
    record Silent(int line) implements Expectation {}

    /**
     * The server holds this.
     *
     * @param resource plural[.group]/name, or a path that begins with a slash
     * @param pointer a JSON pointer into the object
     * @param value missing: there is nothing at the pointer
     */
    record Holds(int line, String resource, String pointer, JsonNode value) implements Expectation {}
}
