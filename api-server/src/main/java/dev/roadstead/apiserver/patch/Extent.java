package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How much a value is.
 *
 * @param size its nodes and the characters of its texts and field names
 * @param height objects and arrays inside each other; 0 for a scalar
 */
record Extent(long size, int height) {
    /** The recursion is as deep as the value, which whoever made it has bounded. */
    static Extent of(JsonNode value) {
        if (!value.isContainerNode()) {
            return new Extent(1L + value.asText().length(), 0);
        }
        long size = 1;
        for (String name : (Iterable<String>) value::fieldNames) {
            size += name.length();
        }
        int height = 0;
        for (JsonNode child : value) {
            Extent extent = of(child);
            size += extent.size;
            height = Math.max(height, extent.height);
        }
        return new Extent(size, height + 1);
    }
}
