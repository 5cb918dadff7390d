package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Commands run in containers; without a shell, without a terminal, without input. */
final class Hooks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OUTPUT_BYTES = 1024;

    private final EngineHttp http;
    private final EngineHttp longCalls;
    private final Duration timeout;

    Hooks(EngineHttp http, EngineHttp longCalls, Duration timeout) {
        this.http = http;
        this.longCalls = longCalls;
        this.timeout = timeout;
    }

    /**
     * Returns when the command has ended with 0.
     *
     * @throws HostException START_FAILED when it ended otherwise or not in time, with the end of what it wrote
     */
    void run(String id, List<String> command, Duration deadline) {
        try {
            String exec = create(id, command);
            String output = start(exec, command, deadline);
            int code = exitCode(exec);
            if (code != 0) {
                String wrote = output.isBlank() ? "" : "; it wrote: " + output.strip();
                throw failed(command, "exited with code " + code + wrote);
            }
        } catch (EngineException e) {
            throw e.notFound() || e.conflict()
                    ? new HostException(Kind.GONE, "container " + id + " does not run: " + e.words(), e)
                    : failed(command, "could not be run: " + e.words());
        } catch (IOException e) {
            throw failed(command, "could not be run: the engine's answer is no JSON");
        }
    }

    private String create(String id, List<String> command) throws IOException {
        ObjectNode exec = JsonNodeFactory.instance.objectNode();
        exec.put("AttachStdout", true).put("AttachStderr", true);
        exec.set("Cmd", JSON.valueToTree(command));
        String path = "/containers/" + HttpRequest.encode(id) + "/exec";
        return read(http.call(HttpRequest.post(path, exec.toString()), timeout))
                .path("Id")
                .asText();
    }

    /** What it wrote last; the engine's answer ends with the command. */
    private String start(String exec, List<String> command, Duration deadline) {
        try {
            return longCalls.exchange(
                    HttpRequest.post("/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":false}"),
                    deadline,
                    answer -> LogFrames.tail(answer.body(), OUTPUT_BYTES));
        } catch (HostException e) {
            if (e.kind() == Kind.UNREACHABLE && isAlive()) {
                throw failed(command, "did not end within " + deadline.toSeconds() + " s");
            }
            throw e;
        }
    }

    /** Tells a command that takes too long from an engine that is away. */
    private boolean isAlive() {
        try {
            http.ping(timeout);
            return true;
        } catch (HostException e) {
            return false;
        }
    }

    private int exitCode(String exec) throws IOException {
        JsonNode code = read(http.call(HttpRequest.get("/exec/" + exec + "/json"), timeout))
                .path("ExitCode");
        return code.isInt() ? code.intValue() : -1;
    }

    private static JsonNode read(HttpResponse answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static HostException failed(List<String> command, String how) {
        return new HostException(Kind.START_FAILED, "its hook \"" + command.getFirst() + "\" " + how, null);
    }
}
