package dev.roadstead.model;

import java.util.List;

/** Core v1 ServiceAccount, as far as controllers read it. */
public record ServiceAccount(ObjectMeta metadata, List<ContainerTemplate.LocalRef> imagePullSecrets)
        implements Resource {
    /** The one whose pull secrets are for all containers of its namespace. */
    public static final String DEFAULT = "default";
}
