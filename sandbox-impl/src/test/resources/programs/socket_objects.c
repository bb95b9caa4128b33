// Makes more and more sockets of one kind, and of what they own: see hoarder.h. The kinds that need
// a network device use lo.
#include "hoarder.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#define MD5_KEY 14 /* TCP_MD5SIG */

/* linux/in6.h, which does not go together with netinet/in.h. */
#define IPV6_FL_A_GET 0
#define IPV6_FL_F_CREATE 1
#define IPV6_FL_S_EXCL 1

struct in6_flowlabel_req {
  struct in6_addr flr_dst;
  unsigned flr_label;
  unsigned char flr_action, flr_share;
  unsigned short flr_flags, flr_expires, flr_linger;
  unsigned pad;
};

static struct sockaddr_in here = {.sin_family = AF_INET};

static int fill(int fd) {
  fcntl(fd, F_SETFL, O_NONBLOCK);
  while (send(fd, block, 4096, MSG_NOSIGNAL) > 0) continue;
  return 0;
}

static int unix_streams(long i) {
  int fds[2];
  return socketpair(AF_UNIX, SOCK_STREAM, 0, fds) ? -1 : fill(fds[0]) + fill(fds[1]);
}
static int unix_datagrams(long i) {
  int fds[2];
  return socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) ? -1 : fill(fds[0]) + fill(fds[1]);
}
static int unix_names(long i) {
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "%d-%ld", who, i);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return fd < 0 ? fd : bind(fd, (struct sockaddr *)&name, sizeof name);
}
static int udp_sockets(long i) { return socket(AF_INET, SOCK_DGRAM, 0); }
static int tcp_sockets(long i) { return socket(AF_INET6, SOCK_STREAM, 0); }

static void grow(int fd) {
  int most = 1 << 30;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &most, sizeof most);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &most, sizeof most);
}
static int udp_buffers(long i) {  // datagrams that nobody reads
  socklen_t size = sizeof here;
  int to = socket(AF_INET, SOCK_DGRAM, 0), from = socket(AF_INET, SOCK_DGRAM, 0);
  here = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (from < 0 || bind(to, (struct sockaddr *)&here, size)) return -1;
  grow(to);
  getsockname(to, (struct sockaddr *)&here, &size);
  if (connect(from, (struct sockaddr *)&here, size)) return -1;
  for (int k = 0; k < 600; k++) {
    if (send(from, block, 16384, MSG_DONTWAIT) < 0) return -1;
  }
  return close(from);
}
static int listener(void) {
  socklen_t size = sizeof here;
  here = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&here, size) || listen(fd, 4096)) return -1;
  grow(fd);
  return getsockname(fd, (struct sockaddr *)&here, &size) ? -1 : fd;
}
static int connected(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return -1;
  grow(fd);
  return connect(fd, (struct sockaddr *)&here, sizeof here) ? -1 : fd;
}
static int tcp_pair(int fds[2]) {
  static int listening = -1;
  if (listening < 0) listening = listener();
  if (listening < 0 || (fds[0] = connected()) < 0) return -1;
  return fds[1] = accept(listening, 0, 0);
}
static int tcp_buffers(long i) {
  int fds[2];
  return tcp_pair(fds) < 0 ? -1 : fill(fds[0]) + fill(fds[1]);
}
static int tcp_time_waits(long i) {
  int fds[2];
  if (tcp_pair(fds) < 0) return -1;
  close(fds[0]);
  return close(fds[1]);
}

static int tcp_backlogs(long i) {  // connections that nobody accepts, with data
  if (i % 1000 == 0 && listener() < 0) return -1;
  int fd = connected();
  if (fd < 0) return -1;
  fill(fd);
  return close(fd);
}

/* The kinds below get their memory from sock_kmalloc(): up to net.core.optmem_max a socket. */
static int ipv6_options(long i) {
  int fd = socket(AF_INET6, SOCK_DGRAM, 0);
  if (fd < 0) return -1;
  struct cmsghdr *c = (struct cmsghdr *)block;
  // One large message of a level that the kernel skips.
  *c = (struct cmsghdr){60000, SOL_SOCKET + 1000, 0};
  return setsockopt(fd, IPPROTO_IPV6, 6 /* IPV6_2292PKTOPTIONS */, block, 60000);
}
static int flow_labels(long i) {
  struct in6_flowlabel_req *ask = (struct in6_flowlabel_req *)block;
  int fd = socket(AF_INET6, SOCK_DGRAM, 0);
  if (fd < 0) return -1;
  *ask = (struct in6_flowlabel_req){.flr_action = IPV6_FL_A_GET, .flr_share = IPV6_FL_S_EXCL};
  ask->flr_flags = IPV6_FL_F_CREATE;
  inet_pton(AF_INET6, "fc00::1", &ask->flr_dst);
  struct cmsghdr *c = (struct cmsghdr *)(block + sizeof *ask);
  *c = (struct cmsghdr){60000, SOL_SOCKET + 1000, 0};
  return setsockopt(fd, IPPROTO_IPV6, 32 /* IPV6_FLOWLABEL_MGR */, block, sizeof *ask + 60000);
}
static int ipv6_groups(long i) {
  static int fd;
  if (i % 2000 == 0) fd = socket(AF_INET6, SOCK_DGRAM, 0);
  struct ipv6_mreq group = {.ipv6mr_interface = 1};
  inet_pton(AF_INET6, "ff01::", &group.ipv6mr_multiaddr);
  group.ipv6mr_multiaddr.s6_addr32[3] = htonl(i);
  group.ipv6mr_multiaddr.s6_addr32[2] = htonl(who + 1);
  return fd < 0 ? -1 : setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group, sizeof group);
}
static int ipv4_groups(long i) {
  static int fd;
  if (i % 20 == 0) fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct ip_mreqn group = {.imr_ifindex = 1};
  group.imr_multiaddr.s_addr = htonl(0xe1000000 + (who << 18) + i);
  return fd < 0 ? -1 : setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group);
}
static int tcp_keys(long i) {
  static int fd;
  if (i % 400 == 0) fd = socket(AF_INET, SOCK_STREAM, 0);
  struct tcp_md5sig key = {.tcpm_keylen = 80};
  struct sockaddr_in *peer = (struct sockaddr_in *)&key.tcpm_addr;
  *peer = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x0a000000 + i)};
  return fd < 0 ? -1 : setsockopt(fd, IPPROTO_TCP, MD5_KEY, &key, sizeof key);
}
static int socket_filters(long i) {
  static struct sock_filter f[1900];
  for (int k = 0; k < 1899; k++)
    f[k] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0x7ffffff1 - k);
  f[1899] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, -1);
  struct sock_fprog program = {1900, f};
  int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  return fd < 0 ? fd : setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}
static int netlink_dumps(long i) {  // answers that nobody reads
  static int fd = -1;
  struct {
    struct nlmsghdr header;
    struct rtgenmsg body;
  } ask = {{sizeof ask, RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1, 0}, {AF_UNSPEC}};
  if (i % 12000 == 0) {
    fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (fd >= 0) grow(fd);
  }
  return fd < 0 ? -1 : send(fd, &ask, sizeof ask, MSG_DONTWAIT);
}

static const struct kind all[] = {
    KIND(unix_streams), KIND(unix_datagrams), KIND(unix_names), KIND(udp_sockets),
    KIND(tcp_sockets), KIND(udp_buffers), KIND(tcp_buffers), KIND(tcp_time_waits),
    KIND(tcp_backlogs), KIND(flow_labels),
    KIND(ipv6_options), KIND(ipv6_groups), KIND(ipv4_groups), KIND(tcp_keys), KIND(socket_filters),
    KIND(netlink_dumps), {0, 0}};

int main(int argc, char **argv) { return hoard(argc, argv, all); }
