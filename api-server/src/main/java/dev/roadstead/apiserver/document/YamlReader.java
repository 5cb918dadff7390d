package dev.roadstead.apiserver.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML 1.2 document from parser events. The tree is built here and not by the library, which would neither
 * bound depth nor the expansion of aliases, and would not apply merge keys.
 */
final class YamlReader {
    private static final String FORMAT = "YAML";
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(Limits.YAML_CHARACTERS)
            .build();

    private final ParserImpl events;
    private final Map<Anchor, Expansion> anchors = new HashMap<>();
    private int nodes;

    /**
     * What an alias stands for.
     *
     * @param nodes values in it, itself included
     * @param height levels of objects and arrays in it
     */
    private record Expansion(JsonNode value, int nodes, int height) {}

    private YamlReader(ParserImpl events) {
        this.events = events;
    }

    static JsonNode read(String text) {
        checkSize(text);
        try {
            return new YamlReader(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text))).document();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String problem = e.getProblem() == null ? "syntax error" : e.getProblem();
            throw Refusals.refuse(FORMAT, position(mark), problem);
        } catch (ReaderException e) {
            throw Refusals.refuse(FORMAT, Position.of(text, e.getPosition()), "a character that YAML does not allow");
        } catch (YamlEngineException e) {
            throw Refusals.refuse(FORMAT, "it is cut off, or a version of YAML that is not read");
        } catch (IllegalArgumentException e) { // the library's answer to "!%d"
            throw Refusals.refuse(FORMAT, "a tag in it is malformed");
        }
    }

    private static void checkSize(String text) {
        if (text.length() > Limits.YAML_CHARACTERS) {
            throw Refusals.refuse(
                    FORMAT,
                    "it has " + text.length() + " characters; at most " + Limits.YAML_CHARACTERS
                            + " are allowed (send JSON instead)");
        }
        int line = 1;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                start = i + 1;
                line++;
            } else if (i - start >= Limits.YAML_LINE_CHARACTERS) {
                throw Refusals.refuse(
                        FORMAT,
                        new Position(line, i - start + 1),
                        "the line is longer than " + Limits.YAML_LINE_CHARACTERS + " characters (send JSON instead)");
            }
        }
    }

    private JsonNode document() {
        events.next(); // stream start
        if (events.checkEvent(Event.ID.StreamEnd)) {
            throw Refusals.refuse(FORMAT, "it is empty");
        }
        events.next(); // document start
        JsonNode root = node(events.next(), 0).value();
        events.next(); // document end
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            throw refuse(events.peekEvent(), "a second document starts here; send one document per request");
        }
        return root;
    }

    private Expansion node(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            return expand(alias, depth);
        }
        count(event, 1);
        int before = nodes;
        Expansion made = switch (event) {
            case ScalarEvent scalar -> new Expansion(YamlScalars.value(scalar), 1, 0);
            case CollectionStartEvent start -> collection(start, depth, before);
            default -> throw refuse(event, "unexpected " + event.getEventId());
        };
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, made));
        return made;
    }

    private Expansion collection(CollectionStartEvent start, int depth, int before) {
        if (depth >= Limits.DEPTH) {
            throw refuse(start, "objects and arrays are nested deeper than " + Limits.DEPTH);
        }
        YamlScalars.checkCollectionTag(start);
        boolean mapping = start.getEventId() == Event.ID.MappingStart;
        // An anchor names its newest node: inside itself, it must not name an older one.
        start.getAnchor().ifPresent(anchors::remove);
        return mapping ? mapping(depth, before) : sequence(depth, before);
    }

    private Expansion sequence(int depth, int before) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        int height = 0;
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Expansion item = node(event, depth + 1);
            array.add(item.value());
            height = Math.max(height, item.height());
        }
        return new Expansion(array, nodes - before + 1, height + 1);
    }

    private Expansion mapping(int depth, int before) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        boolean merges = false;
        int height = 0;
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            boolean merge = YamlScalars.isMergeKey(event);
            String key = YamlScalars.key(event);
            if (merge ? merges : object.has(key)) {
                throw refuse(event, "duplicate field \"" + key + "\"");
            }
            Expansion value = node(events.next(), depth + (merge ? 0 : 1));
            height = Math.max(height, merge ? value.height() - 1 : value.height());
            if (merge) {
                merges = true;
                merge(merged, value.value(), event);
            } else {
                object.set(key, value.value());
            }
        }
        merged.properties().forEach(entry -> object.putIfAbsent(entry.getKey(), entry.getValue()));
        return new Expansion(object, nodes - before + 1, height + 1);
    }

    /** The first mapping that has a key wins (YAML merge key type, yaml.org/type/merge). */
    private static void merge(ObjectNode into, JsonNode source, Event at) {
        if (source instanceof ObjectNode mapping) {
            mapping.properties().forEach(entry -> into.putIfAbsent(entry.getKey(), entry.getValue()));
            return;
        }
        boolean mappings = source.isArray() && source.valueStream().allMatch(JsonNode::isObject);
        if (!mappings) {
            throw refuse(at, "the value of << must be a mapping or a list of mappings");
        }
        source.forEach(item -> merge(into, item, at));
    }

    private Expansion expand(AliasEvent event, int depth) {
        Expansion expansion = anchors.get(event.getAlias());
        if (expansion == null) {
            throw refuse(event, "alias *" + event.getAlias() + " has no anchor before it, or stands inside its anchor");
        }
        count(event, expansion.nodes());
        if (depth + expansion.height() > Limits.DEPTH) {
            throw refuse(event, "objects and arrays are nested deeper than " + Limits.DEPTH);
        }
        return new Expansion(expansion.value().deepCopy(), expansion.nodes(), expansion.height());
    }

    private void count(Event event, int more) {
        nodes += more;
        if (nodes > Limits.YAML_NODES) {
            throw refuse(event, "more than " + Limits.YAML_NODES + " values once its aliases are expanded");
        }
    }

    static RuntimeException refuse(Event event, String problem) {
        return Refusals.refuse(FORMAT, position(event.getStartMark()), problem);
    }

    private static Position position(Optional<Mark> mark) {
        return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(new Position(1, 1));
    }
}
