/**
 * A root file system from a few programs: their ELF headers are read, as the dynamic loader would,
 * and nothing is run. Pure, but for the one class that reads the host's files.
 */
@NullMarked
package io.kotha.sandbox.linux.elf;

import org.jspecify.annotations.NullMarked;
