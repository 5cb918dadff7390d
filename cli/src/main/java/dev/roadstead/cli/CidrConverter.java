package dev.roadstead.cli;

import dev.roadstead.address.Cidr;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A block of addresses. */
final class CidrConverter implements ITypeConverter<Cidr> {
    @Override
    public Cidr convert(String text) {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("expected a block of addresses such as 10.0.0.0/8: " + e.getMessage());
        }
    }
}
