#include "message.h"
#include "fds.h"

/* Holds SCM_RIGHTS for the most descriptors, and SCM_CREDENTIALS. */
struct control {
  _Alignas(8) char bytes[sizeof(struct cmsghdr) + KT_MAX_FDS * sizeof(int) +
                         sizeof(struct cmsghdr) + sizeof(struct ucred) + 16];
};

static size_t align8(size_t n) {
  return (n + 7) & ~(size_t)7;
}

int message_send(int socket, const void *data, size_t size, const int *fds, size_t count,
                 int flags) {
  struct control control;
  struct iovec iov = {(void *)(uintptr_t)data, size};
  struct msghdr message = {0, 0, 0, &iov, 1, 0, 0, 0, 0};
  if (count > KT_MAX_FDS) return -EINVAL;
  if (count) {
    struct cmsghdr head = {sizeof head + count * sizeof(int), SOL_SOCKET, SCM_RIGHTS};
    memcpy(control.bytes, &head, sizeof head);
    memcpy(control.bytes + sizeof head, fds, count * sizeof(int));
    message.control = control.bytes;
    message.controllen = align8(head.len);
  }
  long sent;
  do sent = SYS(sendmsg, socket, &message, flags | MSG_NOSIGNAL, 0, 0, KT_COOKIE);
  while (sent == -EINTR);
  return sent < 0 ? (int)sent : 0;
}

static void read_control(const struct control *control, size_t length, struct received *r) {
  size_t at = 0;
  while (at + sizeof(struct cmsghdr) <= length) {
    struct cmsghdr head;
    memcpy(&head, control->bytes + at, sizeof head);
    if (head.len < sizeof head || head.len > length - at) return;
    const char *body = control->bytes + at + sizeof head;
    size_t size = head.len - sizeof head;
    if (head.level == SOL_SOCKET && head.type == SCM_RIGHTS) {
      size_t count = size / sizeof(int);
      for (size_t i = 0; i < count && r->count < KT_MAX_FDS; i++)
        memcpy(&r->fds[r->count++], body + i * sizeof(int), sizeof(int));
    } else if (head.level == SOL_SOCKET && head.type == SCM_CREDENTIALS &&
               size >= sizeof(struct ucred)) {
      struct ucred credentials;
      memcpy(&credentials, body, sizeof credentials);
      r->pid = credentials.pid;
    }
    at += align8(head.len);
  }
}

int message_receive(int socket, void *data, size_t capacity, struct received *r, int flags) {
  struct control control;
  struct iovec iov = {data, capacity};
  struct msghdr message = {0, 0, 0, &iov, 1, control.bytes, sizeof control.bytes, 0, 0};
  r->count = 0;
  r->pid = 0;
  /* A peer that closes with unread messages resets the connection. The kernel returns that once,
   * ahead of messages that the peer had sent; those may say why it ended, so read on. */
  do r->size = SYS(recvmsg, socket, &message, flags | MSG_CMSG_CLOEXEC);
  while (r->size == -EINTR || r->size == -ECONNRESET);
  if (r->size < 0) return (int)r->size;
  read_control(&control, message.controllen, r);
  if (message.flags & (MSG_TRUNC | MSG_CTRUNC)) {
    close_all(r->fds, r->count);
    r->count = 0;
    return message.flags & MSG_TRUNC ? -EBADMSG : -EMFILE;
  }
  return 0;
}
