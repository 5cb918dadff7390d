/**
 * What the API server asks of a database, as interfaces and values.
 *
 * <p>Every committed change carries a revision: a positive number, unique and increasing in commit order over the whole
 * database. Revisions may have holes, they never go back, and a reader that has seen revision N has seen everything
 * committed at or before N.
 */
@NullMarked
package dev.roadstead.apiserver.store;

import org.jspecify.annotations.NullMarked;
