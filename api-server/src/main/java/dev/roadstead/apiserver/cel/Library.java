package dev.roadstead.apiserver.cel;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions with their types and what they do. */
final class Library implements CelCompilerLibrary, CelRuntimeLibrary {
    private final Map<String, List<CelOverloadDecl>> declarations = new LinkedHashMap<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    /** A parameter or result, for the checker and for the interpreter. */
    record Operand(CelType cel, Class<?> java) {}

    /** {@code name(parameters)}. */
    Library global(String name, String id, Operand result, List<Operand> parameters, CelFunctionOverload body) {
        return add(
                name, id, CelOverloadDecl.newGlobalOverload(id, result.cel(), celTypes(parameters)), parameters, body);
    }

    /** {@code receiver.name(further parameters)}; the receiver is the first of the parameters. */
    Library member(String name, String id, Operand result, List<Operand> parameters, CelFunctionOverload body) {
        return add(
                name, id, CelOverloadDecl.newMemberOverload(id, result.cel(), celTypes(parameters)), parameters, body);
    }

    /** Gives a function that the checker knows already its body. */
    Library replace(String id, List<Operand> parameters, CelFunctionOverload body) {
        bindings.add(CelFunctionBinding.from(id, javaTypes(parameters), body));
        return this;
    }

    private Library add(
            String name, String id, CelOverloadDecl declaration, List<Operand> parameters, CelFunctionOverload body) {
        declarations.computeIfAbsent(name, ignored -> new ArrayList<>()).add(declaration);
        return replace(id, parameters, body);
    }

    private static List<CelType> celTypes(List<Operand> types) {
        return types.stream().map(Operand::cel).toList();
    }

    private static Iterable<Class<?>> javaTypes(List<Operand> types) {
        return Arrays.<Class<?>>asList(types.stream().map(Operand::java).toArray(Class<?>[]::new));
    }

    @Override
    public void setCheckerOptions(CelCheckerBuilder checker) {
        declarations.forEach((name, overloads) ->
                checker.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(name, overloads)));
    }

    @Override
    public void setRuntimeOptions(CelRuntimeBuilder runtime) {
        runtime.addFunctionBindings(bindings);
    }
}
