/** The API as everybody has it: HTTP, bearer token, JSON. Nothing here knows the server's inside. */
@NullMarked
package dev.roadstead.controller.client;

import org.jspecify.annotations.NullMarked;
