/** Label and field selectors of list and watch requests (Kubernetes, "Labels and Selectors", "Field Selectors"). Pure. */
@NullMarked
package dev.roadstead.apiserver.selector;

import org.jspecify.annotations.NullMarked;
