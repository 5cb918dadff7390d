package dev.roadstead.crd;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.GoDuration;
import dev.roadstead.model.IntOrString;
import dev.roadstead.model.Quantity;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the structural schema of a Java type.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural
 *     schemas</a>
 */
final class SchemaWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final ObjectMapper mapper = new ObjectMapper();

    /** The schema of a record: its components are the properties. */
    ObjectNode ofRecord(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        describe(schema, type.getAnnotation(Doc.class), List.of());
        schema.put("type", "object");
        ArrayNode required = JSON.arrayNode();
        ObjectNode properties = JSON.objectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = nameOf(component);
            properties.set(name, ofComponent(component));
            if (isRequired(component)) {
                required.add(name);
            }
        }
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        limitChoices(schema, type);
        addRules(schema, type);
        return schema;
    }

    /** A name that is a word of the language is set by {@link JsonProperty}, which the accessor inherits. */
    private static String nameOf(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private static void addRules(ObjectNode schema, Class<?> type) {
        Rule[] rules = type.getAnnotationsByType(Rule.class);
        if (rules.length > 0) {
            ArrayNode validations = schema.putArray("x-kubernetes-validations");
            for (Rule rule : rules) {
                ObjectNode validation =
                        validations.addObject().put("rule", rule.value()).put("message", rule.message());
                putUnlessEmpty(validation, "messageExpression", rule.messageExpression());
                putUnlessEmpty(validation, "fieldPath", rule.fieldPath());
            }
        }
    }

    ObjectNode ofComponent(RecordComponent component) {
        ObjectNode schema = JSON.objectNode();
        describe(schema, component.getAnnotation(Doc.class), constantDocs(component.getType()));
        Default value = component.getAnnotation(Default.class);
        if (value != null) {
            schema.set("default", parse(value.value(), component));
        }
        ObjectNode type = ofType(component.getGenericType(), component);
        type.properties().forEach(entry -> {
            if (!schema.has(entry.getKey())) {
                schema.set(entry.getKey(), entry.getValue());
            }
        });
        return schema;
    }

    private ObjectNode ofType(Type type, AnnotatedElement bounds) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return ofList(generic.getActualTypeArguments()[0], bounds);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return ofMap(generic.getActualTypeArguments()[1], bounds);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("no schema for " + type);
        }
        ObjectNode schema = ofClass(plain, bounds);
        Range range = bounds.getAnnotation(Range.class);
        if (range != null && range.min() != Long.MIN_VALUE) {
            schema.put("minimum", range.min());
        }
        if (range != null && range.max() != Long.MAX_VALUE) {
            schema.put("maximum", range.max());
        }
        return schema;
    }

    private ObjectNode ofClass(Class<?> type, AnnotatedElement bounds) {
        if (type == String.class) {
            return string(bounds);
        }
        if (type == int.class || type == Integer.class) {
            return JSON.objectNode().put("type", "integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return JSON.objectNode().put("type", "integer").put("format", "int64");
        }
        if (type == boolean.class || type == Boolean.class) {
            return JSON.objectNode().put("type", "boolean");
        }
        if (type == Duration.class) {
            ObjectNode duration = JSON.objectNode().put("type", "string").put("pattern", GoDuration.SYNTAX);
            putPattern(duration, bounds);
            return duration;
        }
        if (type == Instant.class) {
            return JSON.objectNode().put("type", "string").put("format", "date-time");
        }
        if (type == IntOrString.class || type == Quantity.class) {
            return intOrString(type);
        }
        if (type.isEnum()) {
            return ofEnum(type);
        }
        if (type.isRecord()) {
            return ofRecord(type);
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private ObjectNode string(AnnotatedElement bounds) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        Size size = bounds.getAnnotation(Size.class);
        if (size != null) {
            putBounds(schema, "minLength", "maxLength", size);
        }
        putPattern(schema, bounds);
        return schema;
    }

    private ObjectNode ofList(Type item, AnnotatedElement bounds) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        Size size = bounds.getAnnotation(Size.class);
        if (size != null) {
            putBounds(schema, "minItems", "maxItems", size);
        }
        MapList keys = bounds.getAnnotation(MapList.class);
        if (keys != null) {
            schema.put("x-kubernetes-list-type", "map");
            ArrayNode names = schema.putArray("x-kubernetes-list-map-keys");
            Arrays.stream(keys.value()).forEach(names::add);
        }
        schema.set("items", ofItem(item, bounds));
        return schema;
    }

    private ObjectNode ofMap(Type value, AnnotatedElement bounds) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        Size size = bounds.getAnnotation(Size.class);
        if (size != null) {
            putBounds(schema, "minProperties", "maxProperties", size);
        }
        schema.set("additionalProperties", ofItem(value, bounds));
        return schema;
    }

    private ObjectNode ofItem(Type type, AnnotatedElement bounds) {
        ObjectNode schema = ofType(type, type instanceof Class<?> plain ? plain : bounds);
        Size size = bounds.getAnnotation(Size.class);
        if (type == String.class && size != null && size.each() > 0) {
            schema.put("maxLength", size.each());
        }
        if (type == String.class) {
            putPattern(schema, bounds);
        }
        return schema;
    }

    private static ObjectNode ofEnum(Class<?> type) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        ArrayNode values = schema.putArray("enum");
        for (Field constant : type.getFields()) {
            if (constant.isEnumConstant()) {
                JsonProperty renamed = constant.getAnnotation(JsonProperty.class);
                values.add(renamed == null ? constant.getName() : renamed.value());
            }
        }
        return schema;
    }

    private static ObjectNode intOrString(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode either = schema.putArray("anyOf");
        either.addObject().put("type", "integer");
        either.addObject().put("type", "string");
        putPattern(schema, type);
        return schema.put("x-kubernetes-int-or-string", true);
    }

    private static void limitChoices(ObjectNode schema, Class<?> type) {
        OneOf oneOf = type.getAnnotation(OneOf.class);
        if (oneOf != null) {
            ArrayNode choices = schema.putArray("oneOf");
            for (String name : oneOf.value()) {
                choices.addObject().putArray("required").add(name);
            }
        }
        AtMostOneOf atMostOne = type.getAnnotation(AtMostOneOf.class);
        if (atMostOne != null && atMostOne.value().length != 2) {
            throw new IllegalArgumentException(type + ": @AtMostOneOf takes two names");
        }
        if (atMostOne != null) {
            ArrayNode both = schema.putObject("not").putArray("required");
            Arrays.stream(atMostOne.value()).forEach(both::add);
        }
    }

    private static boolean isRequired(RecordComponent component) {
        Class<?> type = component.getType();
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && component.getAnnotation(Default.class) == null
                && component.getAnnotation(MayBeAbsent.class) == null
                && type != List.class
                && type != Map.class;
    }

    private static void describe(ObjectNode schema, @Nullable Doc doc, List<String> constants) {
        if (doc != null) {
            schema.put(
                    "description",
                    Stream.concat(Stream.of(doc.value()), constants.stream()).collect(joining(" ")));
        }
    }

    private static List<String> constantDocs(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.isEnumConstant() && field.isAnnotationPresent(Doc.class))
                .map(field ->
                        field.getName() + ": " + field.getAnnotation(Doc.class).value())
                .toList();
    }

    private static void putUnlessEmpty(ObjectNode object, String field, String value) {
        if (!value.isEmpty()) {
            object.put(field, value);
        }
    }

    private static void putPattern(ObjectNode schema, AnnotatedElement bounds) {
        Pattern pattern = bounds.getAnnotation(Pattern.class);
        if (pattern != null) {
            schema.put("pattern", pattern.value());
        }
    }

    private static void putBounds(ObjectNode schema, String min, String max, Size size) {
        if (size.min() > 0) {
            schema.put(min, size.min());
        }
        schema.put(max, size.max());
    }

    private JsonNode parse(String json, RecordComponent where) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(where + ": default is not JSON: " + json, e);
        }
    }
}
