package dev.roadstead.apiserver.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads one document from bytes in UTF-8, with or without a byte order mark. */
public final class DocumentReader {
    /** Objects and arrays inside each other. */
    public static final int MAX_DEPTH = 64;

    /** The formats that are read. */
    public enum Format {
        JSON,
        YAML
    }

    /** What String puts in the place of bytes that are not UTF-8, or was there itself. */
    private static final char REPLACEMENT = '\uFFFD';

    private DocumentReader() {}

    /**
     * Numbers are LongNode or DoubleNode (finite, not integral), strings can be encoded as UTF-8.
     *
     * @throws dev.roadstead.apiserver.fault.ApiException BadRequest with line and column, if this is not one document of
     *     that format within the limits
     */
    public static JsonNode read(byte[] body, Format format) {
        String text = text(body, format);
        return switch (format) {
            case JSON -> JsonReader.read(text);
            case YAML -> YamlReader.read(text);
        };
    }

    private static String text(byte[] body, Format format) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(body)) {
            throw Refusals.refuse(format.name(), "it is not valid UTF-8");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
