/** SecretStores: whether they let us in. */
@NullMarked
package dev.roadstead.controller.reconcile.secretstore;

import org.jspecify.annotations.NullMarked;
