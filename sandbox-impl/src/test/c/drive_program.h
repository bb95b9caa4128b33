#ifndef KOTHA_DRIVE_PROGRAM_H
#define KOTHA_DRIVE_PROGRAM_H

/* CONFINED: the program's status if it finds every wall. REFUSED: the errno of the filter. */
enum { CONFINED = 42, REFUSED = 77 };

/* The program that runs in the driver's rooms. Returns its exit status. */
int program_main(const char *action);

#endif
