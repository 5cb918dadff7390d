/**
 * A whole namespace comes back from a NamespaceBackup. {@link dev.roadstead.cli.namespaces.ProjectArchives} finds and
 * verifies what belongs together in a repository, {@link dev.roadstead.cli.namespaces.ProjectPlan} says, purely, what is made
 * of it, and {@link dev.roadstead.cli.namespaces.ProjectRestore} makes it: Volumes first, and the rest when all of them have
 * their data.
 */
@NullMarked
package dev.roadstead.cli.namespaces;

import org.jspecify.annotations.NullMarked;
