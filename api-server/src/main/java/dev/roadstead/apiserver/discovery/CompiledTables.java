package dev.roadstead.apiserver.discovery;

import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.PrinterColumn;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The Tables of every definition that was asked for, compiled once. Thread-safe. */
public final class CompiledTables {
    private final Map<String, Compiled> byVersion = new ConcurrentHashMap<>();

    private record Compiled(List<PrinterColumn> columns, Tables tables) {}

    /** {@link Tables#of}, remembered until the columns of the kind change. */
    public Tables of(ResourceDefinition definition) {
        String version = definition.name() + "/" + definition.version();
        Compiled known = byVersion.get(version);
        if (known == null || !known.columns().equals(definition.columns())) {
            known = new Compiled(definition.columns(), Tables.of(definition));
            byVersion.put(version, known);
        }
        return known.tables();
    }
}
