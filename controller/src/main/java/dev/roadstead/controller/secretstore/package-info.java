/** Secrets whose content lies elsewhere. Nothing of it is stored here, and no more is kept than a token to ask with. */
@NullMarked
package dev.roadstead.controller.secretstore;

import org.jspecify.annotations.NullMarked;
