/**
 * Classic BPF programs for seccomp: a graph of decisions, its layout as instructions, and their
 * encoding as {@code struct sock_filter}. Pure.
 */
@NullMarked
package io.kotha.sandbox.linux.seccomp.bpf;

import org.jspecify.annotations.NullMarked;
