package io.kotha.sandbox.linux.elf;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A regular file or a symbolic link that the root must contain.
 *
 * @param path the path in the root; none of its parents is a symbolic link
 * @param link the target of a symbolic link; empty for a regular file, which has the same path on
 *     the host
 */
public record ClosureEntry(Path path, Optional<String> link) {}
