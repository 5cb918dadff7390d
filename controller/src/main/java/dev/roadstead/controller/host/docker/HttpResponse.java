package dev.roadstead.controller.host.docker;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer, and its body as it arrives.
 *
 * @param headers by lower-case name
 * @param persistent whether the connection can carry another request once the body was read to its end
 */
record HttpResponse(int status, Map<String, String> headers, InputStream body, boolean persistent) {
    /** The same with a body that was read already. */
    HttpResponse with(byte[] bytes) {
        return new HttpResponse(status, headers, new ByteArrayInputStream(bytes), persistent);
    }

    boolean successful() {
        return status >= 200 && status < 300;
    }

    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }
}
