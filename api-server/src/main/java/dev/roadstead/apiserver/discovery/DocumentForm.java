package dev.roadstead.apiserver.discovery;

import org.jspecify.annotations.Nullable;

/** The forms in which a document may be had. Clients match the media type of discovery exactly, version and all. */
enum DocumentForm {
    JSON("application/json"),
    DISCOVERY_V2("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"),
    DISCOVERY_V2BETA1("application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"),
    /** Clients ask for it with "@" in place of the last dot of the name, which is not a legal media type. */
    SWAGGER_PROTO("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");

    private static final String ASKED_SWAGGER_PROTO = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private final String contentType;

    DocumentForm(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** The form that a wish of an Accept header means, or null if it is none of these. */
    static @Nullable DocumentForm of(MediaRange range) {
        if (range.type().equals(ASKED_SWAGGER_PROTO) || range.type().equals(SWAGGER_PROTO.contentType)) {
            return SWAGGER_PROTO;
        }
        if (!range.accepts(JSON.contentType)) {
            return null;
        }
        String as = range.parameter("as");
        if (as.isEmpty()) {
            return JSON;
        }
        if (!as.equals(AggregatedDiscovery.KIND) || !range.parameter("g").equals(AggregatedDiscovery.GROUP)) {
            return null;
        }
        return switch (range.parameter("v")) {
            case "v2" -> DISCOVERY_V2;
            case "v2beta1" -> DISCOVERY_V2BETA1;
            default -> null;
        };
    }
}
