package io.kotha.sandbox.linux.wire;

/**
 * Offsets and sizes of the structs of {@code wire.h}, in bytes. A class is named after its struct,
 * a constant after its field; {@code SIZEOF} is the size of the struct. {@code LayoutTest} compares
 * them with the header in both directions. If they differ, it writes the classes as they must be to
 * {@code target/Layout.java}.
 */
public final class Layout {

  private Layout() {}

  public static final class Span {
    public static final int OFF = 0;
    public static final int LEN = 4;
    public static final int SIZEOF = 8;

    private Span() {}
  }

  public static final class Table {
    public static final int OFF = 0;
    public static final int COUNT = 4;
    public static final int SIZEOF = 8;

    private Table() {}
  }

  public static final class Request {
    public static final int MAGIC = 0;
    public static final int VERSION = 4;
    public static final int KIND = 8;
    public static final int SIZE = 12;
    public static final int ROOM = 16;
    public static final int ARGUMENT = 24;
    public static final int SIZEOF = 32;

    private Request() {}
  }

  public static final class Times {
    public static final int WALL_NS = 0;
    public static final int CPU_NS = 8;
    public static final int IDLE_NS = 16;
    public static final int GRACE_NS = 24;
    public static final int SIZEOF = 32;

    private Times() {}
  }

  public static final class Update {
    public static final int HEAD = 0;
    public static final int TIMES = 32;
    public static final int SIZEOF = 64;

    private Update() {}
  }

  public static final class Plan {
    public static final int HEAD = 0;
    public static final int HOST = 32;
    public static final int FLAGS = 40;
    public static final int OUTER_NS = 44;
    public static final int INNER_NS = 48;
    public static final int LOCKED_NS = 52;
    public static final int UID = 56;
    public static final int GID = 60;
    public static final int INIT_UID = 64;
    public static final int INIT_GID = 68;
    public static final int CAPABILITIES = 72;
    public static final int CPUS = 80;
    public static final int PAYLOAD_CGROUP_NS = 84;
    public static final int MONOTONIC_S = 88;
    public static final int BOOTTIME_S = 96;
    public static final int MONOTONIC_NS = 104;
    public static final int BOOTTIME_NS = 108;
    public static final int UID_MAP = 112;
    public static final int GID_MAP = 120;
    public static final int LOCKED_UID_MAP = 128;
    public static final int LOCKED_GID_MAP = 136;
    public static final int UID_HELPER = 144;
    public static final int GID_HELPER = 152;
    public static final int HOSTNAME = 160;
    public static final int SOURCES = 168;
    public static final int ROOT_KIND = 176;
    public static final int ROOT_SOURCE = 180;
    public static final int ROOT_OPTIONS = 184;
    public static final int MOUNTS = 192;
    public static final int GROUPS = 200;
    public static final int WRITES = 208;
    public static final int COUNTERS = 216;
    public static final int FILTER = 224;
    public static final int LATE_FILTER = 232;
    public static final int OOM_SCORE_ADJ = 240;
    public static final int OOM_GROUP = 248;
    public static final int FAULT_STEP = 252;
    public static final int FAULT_ITEM = 256;
    public static final int FAULT_ERRNO = 260;
    public static final int DOMAIN_FILES = 264;
    public static final int DOMAIN_PORTS = 272;
    public static final int DOMAIN_SCOPED = 280;
    public static final int DOMAIN_RULES = 288;
    public static final int LABEL_FILE = 296;
    public static final int LABEL = 304;
    public static final int MITIGATIONS = 312;
    public static final int SIZEOF = 320;

    private Plan() {}
  }

  public static final class Source {
    public static final int PATH = 0;
    public static final int FLAGS = 8;
    public static final int ATTRIBUTES = 12;
    public static final int SIZEOF = 16;

    private Source() {}
  }

  public static final class Mount {
    public static final int KIND = 0;
    public static final int FLAGS = 4;
    public static final int ATTRIBUTES = 8;
    public static final int SOURCE = 12;
    public static final int TARGET = 16;
    public static final int TEXT = 24;
    public static final int OPTIONS = 32;
    public static final int SIZEOF = 40;

    private Mount() {}
  }

  public static final class Group {
    public static final int PATH = 0;
    public static final int KIND = 8;
    public static final int FLAGS = 12;
    public static final int OWNER = 16;
    public static final int SIZEOF = 24;

    private Group() {}
  }

  public static final class Write {
    public static final int GROUP = 0;
    public static final int FILE = 8;
    public static final int VALUE = 16;
    public static final int SIZEOF = 24;

    private Write() {}
  }

  public static final class Counter {
    public static final int KIND = 0;
    public static final int GROUP = 4;
    public static final int FILE = 8;
    public static final int KEY = 16;
    public static final int SCALE = 24;
    public static final int FORM = 28;
    public static final int SIZEOF = 32;

    private Counter() {}
  }

  public static final class DomainRule {
    public static final int PATH = 0;
    public static final int PORT = 8;
    public static final int RIGHTS = 16;
    public static final int SIZEOF = 24;

    private DomainRule() {}
  }

  public static final class Command {
    public static final int MAGIC = 0;
    public static final int VERSION = 4;
    public static final int SIZE = 8;
    public static final int FLAGS = 12;
    public static final int IN_FILE = 16;
    public static final int ARGV = 24;
    public static final int ENV = 32;
    public static final int PROGRAMS = 40;
    public static final int DIRECTORY = 48;
    public static final int COPIES = 56;
    public static final int RLIMITS = 64;
    public static final int TIMES = 72;
    public static final int SIZEOF = 104;

    private Command() {}
  }

  public static final class Rlimit {
    public static final int RESOURCE = 0;
    public static final int VALUE = 8;
    public static final int SIZEOF = 16;

    private Rlimit() {}
  }

  public static final class Copy {
    public static final int TARGET = 0;
    public static final int MODE = 8;
    public static final int SIZEOF = 16;

    private Copy() {}
  }

  public static final class Report {
    public static final int MAGIC = 0;
    public static final int VERSION = 4;
    public static final int KIND = 8;
    public static final int FLAGS = 12;
    public static final int ROOM = 16;
    public static final int STEP = 24;
    public static final int ITEM = 28;
    public static final int ERR = 32;
    public static final int PID = 36;
    public static final int CAUSE = 40;
    public static final int CODE = 44;
    public static final int STATUS = 48;
    public static final int COUNTERS = 52;
    public static final int WALL_NS = 56;
    public static final int COUNTER = 64;
    public static final int SYSCALL = 256;
    public static final int ARCH = 260;
    public static final int ARGS = 264;
    public static final int MINOR_FAULTS = 312;
    public static final int MAJOR_FAULTS = 320;
    public static final int VOLUNTARY = 328;
    public static final int INVOLUNTARY = 336;
    public static final int MOMENTS = 344;
    public static final int SIZEOF = 440;

    private Report() {}
  }
}
