package io.kotha.sandbox.linux.wire;

/**
 * Offsets and sizes of the structs of {@code wire.h}, in bytes. A class is named like its struct, a
 * constant like its field; {@code SIZEOF} is the size of the struct. {@code LayoutTest} compares
 * them with the header in both directions, and prints this file as it has to be.
 */
final class Layout {

  private Layout() {}

  static final class Span {
    static final int OFF = 0;
    static final int LEN = 4;
    static final int SIZEOF = 8;

    private Span() {}
  }

  static final class Table {
    static final int OFF = 0;
    static final int COUNT = 4;
    static final int SIZEOF = 8;

    private Table() {}
  }

  static final class Request {
    static final int MAGIC = 0;
    static final int VERSION = 4;
    static final int KIND = 8;
    static final int SIZE = 12;
    static final int ROOM = 16;
    static final int ARGUMENT = 24;
    static final int SIZEOF = 32;

    private Request() {}
  }

  static final class Times {
    static final int WALL_NS = 0;
    static final int CPU_NS = 8;
    static final int IDLE_NS = 16;
    static final int GRACE_NS = 24;
    static final int SIZEOF = 32;

    private Times() {}
  }

  static final class Update {
    static final int HEAD = 0;
    static final int TIMES = 32;
    static final int SIZEOF = 64;

    private Update() {}
  }

  static final class Plan {
    static final int HEAD = 0;
    static final int FLAGS = 32;
    static final int OUTER_NS = 36;
    static final int INNER_NS = 40;
    static final int LOCKED_NS = 44;
    static final int UID = 48;
    static final int GID = 52;
    static final int INIT_UID = 56;
    static final int INIT_GID = 60;
    static final int CAPABILITIES = 64;
    static final int CPUS = 72;
    static final int PAYLOAD_CGROUP_NS = 76;
    static final int MONOTONIC_S = 80;
    static final int BOOTTIME_S = 88;
    static final int MONOTONIC_NS = 96;
    static final int BOOTTIME_NS = 100;
    static final int UID_MAP = 104;
    static final int GID_MAP = 112;
    static final int LOCKED_UID_MAP = 120;
    static final int LOCKED_GID_MAP = 128;
    static final int UID_HELPER = 136;
    static final int GID_HELPER = 144;
    static final int HOSTNAME = 152;
    static final int TREES = 160;
    static final int ROOT_KIND = 168;
    static final int ROOT_TREE = 172;
    static final int ROOT_OPTIONS = 176;
    static final int MOUNTS = 184;
    static final int GROUPS = 192;
    static final int WRITES = 200;
    static final int COUNTERS = 208;
    static final int FILTER = 216;
    static final int LATE_FILTER = 224;
    static final int OOM_SCORE_ADJ = 232;
    static final int OOM_GROUP = 240;
    static final int FAULT_STEP = 244;
    static final int FAULT_ITEM = 248;
    static final int FAULT_ERRNO = 252;
    static final int DOMAIN_FILES = 256;
    static final int DOMAIN_PORTS = 264;
    static final int DOMAIN_SCOPED = 272;
    static final int DOMAIN_RULES = 280;
    static final int LABEL_FILE = 288;
    static final int LABEL = 296;
    static final int MITIGATIONS = 304;
    static final int SIZEOF = 312;

    private Plan() {}
  }

  static final class Tree {
    static final int PATH = 0;
    static final int FLAGS = 8;
    static final int ATTRIBUTES = 12;
    static final int SIZEOF = 16;

    private Tree() {}
  }

  static final class Mount {
    static final int KIND = 0;
    static final int FLAGS = 4;
    static final int ATTRIBUTES = 8;
    static final int TREE = 12;
    static final int TARGET = 16;
    static final int SOURCE = 24;
    static final int OPTIONS = 32;
    static final int SIZEOF = 40;

    private Mount() {}
  }

  static final class Group {
    static final int PATH = 0;
    static final int KIND = 8;
    static final int SIZEOF = 16;

    private Group() {}
  }

  static final class Write {
    static final int GROUP = 0;
    static final int FILE = 8;
    static final int VALUE = 16;
    static final int SIZEOF = 24;

    private Write() {}
  }

  static final class Counter {
    static final int KIND = 0;
    static final int GROUP = 4;
    static final int FILE = 8;
    static final int KEY = 16;
    static final int SCALE = 24;
    static final int FORM = 28;
    static final int SIZEOF = 32;

    private Counter() {}
  }

  static final class DomainRule {
    static final int PATH = 0;
    static final int PORT = 8;
    static final int RIGHTS = 16;
    static final int SIZEOF = 24;

    private DomainRule() {}
  }

  static final class Command {
    static final int MAGIC = 0;
    static final int VERSION = 4;
    static final int SIZE = 8;
    static final int FLAGS = 12;
    static final int IN_FILE = 16;
    static final int ARGV = 24;
    static final int ENV = 32;
    static final int PROGRAMS = 40;
    static final int DIRECTORY = 48;
    static final int COPIES = 56;
    static final int RLIMITS = 64;
    static final int TIMES = 72;
    static final int SIZEOF = 104;

    private Command() {}
  }

  static final class Rlimit {
    static final int RESOURCE = 0;
    static final int VALUE = 8;
    static final int SIZEOF = 16;

    private Rlimit() {}
  }

  static final class Copy {
    static final int TARGET = 0;
    static final int MODE = 8;
    static final int SIZEOF = 16;

    private Copy() {}
  }

  static final class Report {
    static final int MAGIC = 0;
    static final int VERSION = 4;
    static final int KIND = 8;
    static final int FLAGS = 12;
    static final int ROOM = 16;
    static final int STEP = 24;
    static final int ITEM = 28;
    static final int ERR = 32;
    static final int PID = 36;
    static final int CAUSE = 40;
    static final int CODE = 44;
    static final int STATUS = 48;
    static final int COUNTERS = 52;
    static final int WALL_NS = 56;
    static final int COUNTER = 64;
    static final int SYSCALL = 256;
    static final int ARCH = 260;
    static final int ARGS = 264;
    static final int MINOR_FAULTS = 312;
    static final int MAJOR_FAULTS = 320;
    static final int VOLUNTARY = 328;
    static final int INVOLUNTARY = 336;
    static final int MOMENTS = 344;
    static final int SIZEOF = 440;

    private Report() {}
  }
}
