package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.apiserver.json.Json;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.PrinterColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects of one kind as {@code meta.k8s.io} Tables. Column paths are compiled once: keep an instance per
 * definition. Immutable and thread-safe.
 */
public final class Tables {
    private static final ObjectMapper MAPPER = Json.mapper();

    private final List<Column> columns;
    private final @Nullable Set<String> fields;

    private Tables(List<Column> columns) {
        this.columns = columns;
        this.fields = fieldsOf(columns);
    }

    /**
     * Compiles the columns of a kind. The object's name comes first, unless a column has the format {@code name}; a kind
     * without columns shows its age.
     *
     * @throws IllegalArgumentException if a column's JSON path cannot be read
     */
    public static Tables of(ResourceDefinition definition) {
        List<PrinterColumn> columns = new ArrayList<>(definition.columns());
        if (columns.isEmpty()) {
            columns.add(Column.AGE);
        }
        if (columns.stream().noneMatch(column -> column.format().equals("name"))) {
            columns.addFirst(Column.NAME);
        }
        return new Tables(columns.stream().map(Column::of).toList());
    }

    private static @Nullable Set<String> fieldsOf(List<Column> columns) {
        Set<String> fields = new LinkedHashSet<>(Set.of("metadata"));
        for (Column column : columns) {
            Set<String> names = column.path().rootFields();
            if (names == null) {
                return null;
            }
            fields.addAll(names);
        }
        return Set.copyOf(fields);
    }

    /**
     * Writes a list (or a page of one) as one Table document, object by object.
     *
     * @param version of {@code meta.k8s.io}: v1 or v1beta1
     * @param objects complete encoded objects, in the order of the rows
     * @param now what ages are counted from
     * @param out left open
     * @throws IOException if {@code out} takes no more
     */
    public void list(
            String version,
            IncludeObject include,
            ListMetadata metadata,
            Iterable<byte[]> objects,
            Instant now,
            OutputStream out)
            throws IOException {
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            start(json, version, metadata);
            writeColumns(json);
            json.writeArrayFieldStart("rows");
            for (byte[] object : objects) {
                writeRow(json, version, include, object, EncodedObject.read(object, fields), now);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /**
     * One object as a Table document: the answer to a GET by name, or the {@code object} of a watch event.
     *
     * @param version of {@code meta.k8s.io}: v1 or v1beta1
     * @param object the complete encoded object
     * @param withColumns false for all but the first event of a watch
     * @param now what ages are counted from
     */
    public byte[] single(String version, IncludeObject include, byte[] object, boolean withColumns, Instant now) {
        EncodedObject decoded = EncodedObject.read(object, fields);
        long revision =
                decoded.fields().path("metadata").path("resourceVersion").asLong();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            start(json, version, new ListMetadata(revision, null, null));
            if (withColumns) {
                writeColumns(json);
            } else {
                // Not left out: clients decode it into a list, and a null or [] is what Kubernetes sends.
                json.writeArrayFieldStart("columnDefinitions");
                json.writeEndArray();
            }
            json.writeArrayFieldStart("rows");
            writeRow(json, version, include, object, decoded, now);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing a Table to memory", e);
        }
        return out.toByteArray();
    }

    private static void start(JsonGenerator json, String version, ListMetadata metadata) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", "Table");
        json.writeStringField("apiVersion", "meta.k8s.io/" + version);
        json.writeFieldName("metadata");
        metadata.write(json);
    }

    private void writeColumns(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("columnDefinitions");
        for (Column column : columns) {
            PrinterColumn definition = column.definition();
            json.writeStartObject();
            json.writeStringField("name", definition.name());
            json.writeStringField("type", definition.type());
            json.writeStringField("format", column.publicFormat());
            json.writeStringField("description", definition.description());
            json.writeNumberField("priority", definition.priority());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeRow(
            JsonGenerator json,
            String version,
            IncludeObject include,
            byte[] object,
            EncodedObject decoded,
            Instant now)
            throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("cells");
        for (Column column : columns) {
            json.writeTree(column.cell(decoded.fields(), now));
        }
        json.writeEndArray();
        switch (include) {
            case NONE -> {}
            case METADATA -> {
                json.writeFieldName("object");
                PartialObjects.write(json, version, decoded);
            }
            case OBJECT -> {
                json.writeFieldName("object");
                json.writeRawValue(new String(object, StandardCharsets.UTF_8));
            }
        }
        json.writeEndObject();
    }
}
