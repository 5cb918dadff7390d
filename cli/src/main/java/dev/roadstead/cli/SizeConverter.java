package dev.roadstead.cli;

import dev.roadstead.model.Quantity;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bytes as in manifests, at least a MiB. For picocli. */
final class SizeConverter implements ITypeConverter<Long> {
    private static final long LEAST = 1 << 20;

    @Override
    public Long convert(String value) {
        Quantity size = Quantity.of(value);
        if (!size.readable() || size.value() < LEAST) {
            throw new TypeConversionException("'" + value + "' is no size of at least 1Mi, such as 600Mi or 2Gi");
        }
        return size.value();
    }
}
