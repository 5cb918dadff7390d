/**
 * VolumeRestores, Volumes that are filled when they are made, and Volumes that go to another node: what is planned is read
 * from memory, checked against the server, and carried out; the copying itself runs in the background.
 */
@NullMarked
package dev.roadstead.controller.reconcile.transfer;

import org.jspecify.annotations.NullMarked;
