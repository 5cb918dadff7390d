package dev.roadstead.model;

import java.util.List;

/** RBAC's Role: what may be done in its namespace. */
public record Role(ObjectMeta metadata, List<Rule> rules) implements Resource {
    /**
     * What may be done to what.
     *
     * @param resourceNames the only objects that it is about; any when empty
     */
    public record Rule(List<String> apiGroups, List<String> resources, List<String> resourceNames, List<String> verbs) {
        /** Of kinds of Roadstead. */
        public static Rule of(List<String> resources, List<String> resourceNames, List<String> verbs) {
            return new Rule(List.of(ResourceType.GROUP), resources, resourceNames, verbs);
        }
    }
}
