/** Puts the API server together: what it is told, where its files lie, what it makes at its first start. */
@NullMarked
package dev.roadstead.apiserver.app;

import org.jspecify.annotations.NullMarked;
