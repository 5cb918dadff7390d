package dev.roadstead.conformance.kubectl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.roadstead.conformance.kubectl.Step.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads transcripts. A line is, by how it begins:
 *
 * <pre>
 * # text             a comment
 * $ command          a command for the shell; must exit with 0 unless said otherwise
 * > more             the command's next line
 * exit N             it exits with N
 * since 1.N          older kubectls skip the command
 * ~ pattern          the output matches the regular expression
 * ! text             the output lacks the text
 * (nothing)          there is no output
 * = resource pointer json   the server holds this value there; "absent" for none
 * text               the output has this text, behind the texts of the lines above
 * </pre>
 *
 * <p>{@code $NS} stands everywhere for the session's namespace.
 */
final class Transcript {
    private static final JsonMapper JSON = new JsonMapper();

    private final String namespace;
    private final List<Step> steps = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private String command = "";
    private int commandLine;
    private int exitCode;
    private int since;

    private Transcript(String namespace) {
        this.namespace = namespace;
    }

    /**
     * The steps of a session.
     *
     * @throws IllegalArgumentException for a line that is not understood, with its number
     */
    static List<Step> parse(String text, String namespace) {
        Transcript transcript = new Transcript(namespace);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            transcript.line(i + 1, lines.get(i));
        }
        transcript.finish();
        return transcript.steps;
    }

    private void line(int number, String text) {
        String expected = text.replace("$NS", namespace);
        if (text.startsWith("$ ")) {
            finish();
            command = text.substring(2);
            commandLine = number;
        } else if (text.equals(">") || text.startsWith("> ")) {
            command += "\n" + text.substring(Math.min(2, text.length()));
        } else if (text.startsWith("exit ")) {
            exitCode = Integer.parseInt(text.substring(5));
        } else if (text.startsWith("since 1.")) {
            since = Integer.parseInt(text.substring(8));
        } else if (text.startsWith("~ ")) {
            expectations.add(new Step.Matches(number, Pattern.compile(expected.substring(2), Pattern.MULTILINE)));
        } else if (text.startsWith("! ")) {
            expectations.add(new Step.Lacks(number, expected.substring(2)));
        } else if (text.equals("(nothing)")) {
            expectations.add(new Step.Silent(number));
        } else if (text.startsWith("= ")) {
            expectations.add(holds(number, expected.substring(2)));
        } else if (!text.isBlank() && !text.startsWith("#")) {
            expectations.add(new Step.Shows(number, expected));
        }
    }

    private static Step.Holds holds(int number, String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length == 2 && parts[1].equals("absent")) {
            return new Step.Holds(number, parts[0], "", MissingNode.getInstance());
        }
        if (parts.length < 3) {
            throw new IllegalArgumentException("line " + number + ": expected a resource, a pointer and a value");
        }
        return new Step.Holds(number, parts[0], parts[1], value(number, parts[2]));
    }

    private static JsonNode value(int number, String json) {
        try {
            return json.equals("absent") ? MissingNode.getInstance() : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("line " + number + ": not JSON: " + json, e);
        }
    }

    private void finish() {
        if (!command.isEmpty()) {
            steps.add(new Step(commandLine, command, exitCode, since, List.copyOf(expectations)));
        } else if (!expectations.isEmpty()) {
            throw new IllegalArgumentException("line " + expectations.getFirst().line() + ": no command before it");
        }
        expectations.clear();
        command = "";
        exitCode = 0;
        since = 0;
    }
}
