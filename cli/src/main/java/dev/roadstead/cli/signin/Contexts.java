package dev.roadstead.cli.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What a sign-in puts into a kubeconfig, and what takes it out again; everything else in it stays. Pure. */
public final class Contexts {
    private static final String EXEC_VERSION = "client.authentication.k8s.io/v1";

    private final ApiServer server;
    private final String program;
    private final String home;

    /**
     * For one server.
     *
     * @param program absolute path of the program that kubectl asks for a token
     * @param home the folder of everything that Roadstead keeps
     */
    public Contexts(ApiServer server, String program, String home) {
        this.server = server;
        this.program = program;
        this.home = home;
    }

    /** The name of the context of a namespace. */
    public String context(String namespace) {
        return base() + "/" + namespace;
    }

    /** The name of the context without a namespace of its own. */
    public String base() {
        return "roadstead-" + server.name();
    }

    /**
     * A kubeconfig with a context for the server and one for each namespace.
     *
     * @param config not modified
     * @param current the context that kubectl uses from now on
     */
    public ObjectNode added(JsonNode config, List<String> namespaces, String current) {
        ObjectNode next = removed(config);
        next.put("apiVersion", "v1").put("kind", "Config").put("current-context", current);
        ObjectNode cluster = JsonNodeFactory.instance.objectNode();
        cluster.put("server", server.url().toString());
        if (server.authority() != null) {
            byte[] pem = server.authority().getBytes(StandardCharsets.US_ASCII);
            cluster.put("certificate-authority-data", Base64.getEncoder().encodeToString(pem));
        }
        add(next, "clusters", "cluster", base(), cluster);
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        ObjectNode exec = user.putObject("exec").put("apiVersion", EXEC_VERSION).put("command", program);
        exec.putArray("args")
                .add("credential")
                .add("--data-dir")
                .add(home)
                .add("--server")
                .add(server.url().toString());
        exec.put("interactiveMode", "Never").put("provideClusterInfo", false);
        exec.put("installHint", "install roadstead, and sign in with: roadstead login " + server.url());
        add(next, "users", "user", base(), user);
        addContext(next, base(), "default");
        namespaces.forEach(namespace -> addContext(next, context(namespace), namespace));
        return next;
    }

    /** A kubeconfig without what {@link #added} put there. */
    public ObjectNode removed(JsonNode config) {
        ObjectNode next =
                config instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (String list : List.of("clusters", "users", "contexts")) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            next.path(list).valueStream().filter(entry -> !isOurs(entry)).forEach(kept::add);
            next.set(list, kept);
        }
        String current = next.path("current-context").asText("");
        if (isOurs(current)) {
            next.put("current-context", "");
        }
        return next;
    }

    private boolean isOurs(JsonNode entry) {
        return isOurs(entry.path("name").asText());
    }

    private boolean isOurs(String name) {
        return name.equals(base()) || name.startsWith(base() + "/");
    }

    private void addContext(ObjectNode config, String name, String namespace) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.put("cluster", base()).put("user", base()).put("namespace", namespace);
        add(config, "contexts", "context", name, context);
    }

    private static void add(ObjectNode config, String list, String field, String name, ObjectNode value) {
        config.withArrayProperty(list).addObject().put("name", name).set(field, value);
    }
}
