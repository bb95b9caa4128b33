/**
 * Processes as {@code /proc} shows them: {@link ProcStat} and {@link ProcStatus} parse its files,
 * {@link ProcessInspector} reads namespaces and capabilities.
 *
 * <p>A process chooses its own name, so the parsers take any text. No class reads a file whose
 * content is memory of the process, such as {@code cmdline}: the reader waits for the lock of that
 * memory, which a process that waits for a file system can hold.
 */
@NullMarked
package io.kotha.sandbox.linux.proc;

import org.jspecify.annotations.NullMarked;
