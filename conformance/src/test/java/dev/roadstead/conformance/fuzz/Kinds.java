package dev.roadstead.conformance.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.conformance.TestServer;
import java.nio.charset.StandardCharsets;

/** What targets need that read with regard to a kind. */
final class Kinds {
    static final ResourceDefinition WIDGETS =
            CrdCompiler.compile(yaml("/manifests/widgets.yaml")).getFirst();

    private Kinds() {}

    static ObjectNode yaml(String resource) {
        byte[] text = TestServer.resource(resource).getBytes(StandardCharsets.UTF_8);
        return (ObjectNode) DocumentReader.read(text, Format.YAML);
    }
}
