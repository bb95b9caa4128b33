package io.kotha.sandbox.linux.elf;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing that has to be in the root.
 *
 * @param path where, with no symbolic link among its parents
 * @param link the text, if it is a symbolic link; else it is a regular file, at the same path of
 *     the host
 */
public record ClosureEntry(Path path, Optional<String> link) {}
