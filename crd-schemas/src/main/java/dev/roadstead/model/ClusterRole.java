package dev.roadstead.model;

import java.util.List;

/** RBAC's ClusterRole, as far as controllers write it: what may be done everywhere, or wherever it is bound. */
public record ClusterRole(ObjectMeta metadata, List<Role.Rule> rules) implements Resource {}
