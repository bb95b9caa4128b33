#ifndef KOTHA_ZYGOTE_H
#define KOTHA_ZYGOTE_H

/* Runs the zygote. Returns its exit status. */
int zygote_main(void);

#endif
