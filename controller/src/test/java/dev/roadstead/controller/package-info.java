/** Tests of the controller as a whole. */
@NullMarked
package dev.roadstead.controller;

import org.jspecify.annotations.NullMarked;
