package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes random trees, and random damage to good ones. */
public final class Mutilator {
    private static final String[] WORDS = {
        "",
        "a",
        "name",
        "image",
        "metadata",
        "Running",
        "1",
        "-1",
        "\u0000",
        "\uFFFD",
        "ü",
        "😀",
        "null",
        "~",
        "<<",
        "a.b/c",
        "x".repeat(300),
        "$patch"
    };

    private final RandomGenerator random;

    public Mutilator(RandomGenerator random) {
        this.random = random;
    }

    /** Any value that the reader makes. */
    public JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> NullNode.instance;
            case 1 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
            case 2 -> LongNode.valueOf(random.nextBoolean() ? random.nextLong() : random.nextInt(-2, 100));
            case 3 -> DoubleNode.valueOf(random.nextInt(100) + 0.5);
            case 4, 5 -> TextNode.valueOf(word());
            case 6 -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
            default -> object(depth);
        };
    }

    public ObjectNode object(int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(word(), value(depth - 1));
        }
        return object;
    }

    /** Replaces, removes or adds a few values, anywhere. */
    public ObjectNode mutilate(ObjectNode good) {
        ObjectNode damaged = good.deepCopy();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(damaged, containers);
            hit(containers.get(random.nextInt(containers.size())));
        }
        return damaged;
    }

    private void hit(JsonNode container) {
        switch (container) {
            case ObjectNode object
            when random.nextInt(4) > 0 && !object.isEmpty() -> {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(3) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, value(3));
                }
            }
            case ObjectNode object -> object.set(word(), value(3));
            case ArrayNode array
            when !array.isEmpty() && random.nextBoolean() -> array.set(random.nextInt(array.size()), value(3));
            case ArrayNode array -> array.add(value(3));
            default -> throw new IllegalStateException("no container: " + container);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
