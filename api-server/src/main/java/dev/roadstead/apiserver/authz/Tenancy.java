package dev.roadstead.apiserver.authz;

import org.jspecify.annotations.Nullable;

/** Which namespaces are tenants', and what holds in them whatever is bound there. Thread-safe; answers at once. */
@FunctionalInterface
public interface Tenancy {
    /** No namespace is a tenant's. */
    Tenancy NONE = namespace -> null;

    /** Whose a namespace is; null for nobody's. */
    @Nullable
    Tenant of(String namespace);
}
