package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.Safeguards;
import dev.roadstead.apiserver.watch.CachedObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a ResourceQuota can limit and the server counts: the objects of a kind, or the sum of an amount that they
 * say. Pure.
 *
 * @param name as quotas call it: {@code count/volumes.roadstead.dev}, {@code requests.storage}; a count has the name
 *     of each kind that shows the objects
 * @param amount null for a count
 */
record QuotaItem(String name, ResourceDefinition definition, Safeguards.@Nullable Amount amount) {
    static final String COUNT = "count/";

    /** What a new object of the kind takes. */
    static List<QuotaItem> of(ResourceDefinition definition, ResourceCatalog catalog) {
        Safeguards safeguards = definition.safeguards();
        List<QuotaItem> items = new ArrayList<>(1 + safeguards.amounts().size());
        if (safeguards.counted()) {
            names(definition, catalog).forEach(name -> items.add(new QuotaItem(COUNT + name, definition, null)));
        }
        safeguards.amounts().forEach(amount -> items.add(new QuotaItem(amount.item(), definition, amount)));
        return items;
    }

    private static Stream<String> names(ResourceDefinition definition, ResourceCatalog catalog) {
        Stream<String> views = catalog.views(definition.resource()).stream().map(ResourceDefinition::name);
        return Stream.concat(Stream.of(definition.name()), views).distinct();
    }

    boolean isCount() {
        return amount == null;
    }

    /** How much an object takes; null when it does not say. */
    @Nullable
    BigDecimal takenBy(ObjectNode object) {
        return amount == null ? BigDecimal.ONE : parse(amount.field().in(object));
    }

    /** The same of a stored object, read once for each of its states; what does not say takes nothing. */
    BigDecimal takenBy(CachedObject object) {
        if (amount == null) {
            return BigDecimal.ONE;
        }
        String path = amount.field().path();
        String text =
                object.fields(List.of(path), json -> Map.of(path, text(json))).getOrDefault(path, "");
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }

    private String text(byte[] json) {
        BigDecimal taken = takenBy(ObjectJson.decode(json));
        return taken == null ? "" : taken.toPlainString();
    }

    /** As messages and the status say it. */
    String text(BigDecimal value) {
        return isCount() ? value.toBigInteger().toString() : Amounts.text(value);
    }

    private static @Nullable BigDecimal parse(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        try {
            return Amounts.parse(value.asText());
        } catch (IllegalArgumentException e) {
            return null; // the kind's schema allows more than an amount; then it says none
        }
    }
}
