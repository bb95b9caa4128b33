/**
 * Finds the files that programs need to start, for a root file system that is assembled from the
 * host's files. It reads ELF headers by the rules of the dynamic loader and runs nothing.
 *
 * <p>Pure: all files are read through a {@link FileSystemView}.
 */
@NullMarked
package io.kotha.sandbox.linux.elf;

import org.jspecify.annotations.NullMarked;
