package dev.roadstead.model;

/** As in Kubernetes' meta/v1. */
public record OwnerReference(
        String apiVersion, String kind, String name, String uid, boolean controller, boolean blockOwnerDeletion) {}
