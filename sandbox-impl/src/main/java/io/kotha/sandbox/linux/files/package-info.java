/**
 * Files of the host: the layouts of root file systems, the sources of bind mounts, and the files
 * that are copied into and out of rooms.
 */
@NullMarked
package io.kotha.sandbox.linux.files;

import org.jspecify.annotations.NullMarked;
