package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import java.util.Base64;
import java.util.List;

/** What the built-in types of Secrets must hold (Kubernetes, "Types of Secret"). No message shows a value. */
final class SecretTypes {
    private static final FieldPath DATA = FieldPath.of("data");
    private static final String ACCOUNT = "kubernetes.io/service-account.name";

    private SecretTypes() {}

    static void check(ObjectNode secret, List<Cause> causes) {
        JsonNode data = secret.path("data");
        switch (secret.path("type").asText()) {
            case "kubernetes.io/tls" -> {
                require(data, "tls.crt", causes);
                require(data, "tls.key", causes);
            }
            case "kubernetes.io/ssh-auth" -> require(data, "ssh-privatekey", causes);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    require(data, "username", causes);
                    require(data, "password", causes);
                }
            }
            case "kubernetes.io/dockercfg" -> requireJson(data, ".dockercfg", causes);
            case "kubernetes.io/dockerconfigjson" -> requireJson(data, ".dockerconfigjson", causes);
            case "kubernetes.io/service-account-token" -> {
                if (secret.path("metadata")
                        .path("annotations")
                        .path(ACCOUNT)
                        .asText()
                        .isEmpty()) {
                    causes.add(Causes.required(
                            FieldPath.of("metadata").field("annotations").key(ACCOUNT), ""));
                }
            }
            default -> {}
        }
    }

    private static void require(JsonNode data, String key, List<Cause> causes) {
        if (!data.has(key)) {
            causes.add(Causes.required(DATA.key(key), ""));
        }
    }

    private static void requireJson(JsonNode data, String key, List<Cause> causes) {
        if (!data.has(key)) {
            require(data, key, causes);
        } else if (!isJson(data.path(key).asText())) {
            causes.add(Causes.invalid(DATA.key(key), "must be JSON, encoded as base64"));
        }
    }

    private static boolean isJson(String base64) {
        try {
            return DocumentReader.read(Base64.getDecoder().decode(base64), Format.JSON)
                    .isObject();
        } catch (ApiException | IllegalArgumentException e) {
            return false;
        }
    }
}
