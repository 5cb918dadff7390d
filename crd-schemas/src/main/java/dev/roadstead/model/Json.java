package dev.roadstead.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The one way in which model records are read and written. */
public final class Json {
    /** What it has learned of a record it does not learn again, so there is one for all. */
    private static final JsonMapper MAPPER = make();

    private Json() {}

    /**
     * The mapper: unknown fields are ignored, times are RFC 3339 in seconds, durations as Go writes them. Thread-safe; not
     * to be configured by those who get it, but {@link JsonMapper#rebuild rebuilt}.
     */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static JsonMapper make() {
        SimpleModule times = new SimpleModule("roadstead-times");
        times.addSerializer(Duration.class, new DurationWriter());
        times.addDeserializer(Duration.class, new DurationReader());
        times.addSerializer(Instant.class, new InstantWriter());
        times.addDeserializer(Instant.class, new InstantReader());
        JsonMapper mapper = JsonMapper.builder()
                .addModule(times)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
                .build();
        for (Class<?> collection : List.of(List.class, Map.class)) {
            mapper.configOverride(collection)
                    .setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY))
                    .setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, null));
        }
        return mapper;
    }

    private static final class DurationWriter extends StdScalarSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(GoDuration.format(value));
        }
    }

    private static final class DurationReader extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return GoDuration.parse(in.getText());
        }
    }

    private static final class InstantWriter extends StdScalarSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OffsetDateTime.parse(in.getText()).toInstant();
        }
    }
}
