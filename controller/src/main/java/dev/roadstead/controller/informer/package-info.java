/** Read-only images of the API's objects, kept by list and watch. */
@NullMarked
package dev.roadstead.controller.informer;

import org.jspecify.annotations.NullMarked;
