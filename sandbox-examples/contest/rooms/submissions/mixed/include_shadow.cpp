/*
 * @EXPECTED_RESULTS@: COMPILER-ERROR
 *
 * HOSTILE: makes the compiler read a secret file.
 *
 * Tries:   includes the password file of the host. By #include, a compiler that runs outside of a
 *          room would quote it in its error messages; by the assembler's .incbin, as here, the file
 *          ends up in the program.
 * Stopped: by compiling in a room: there is no such file, or it cannot be opened.
 * Verdict: COMPILER-ERROR, from the assembler. If the toolchain can read the file, this compiles,
 *          runs, and fails the second sample: WRONG-ANSWER.
 * Bound:   it reads one file, and prints nothing of it.
 */
#include <cstdio>

asm(".pushsection .rodata\n"
    ".incbin \"/etc/shadow\"\n"
    ".popsection\n");

int main() { std::puts("2"); }
