package io.kotha.sandbox.linux.wire;

/** Numbers of {@code wire.h}; a test compares each with the header. */
public final class Wire {

  public static final int MAGIC = 0x6874614b;
  public static final int VERSION = 7;

  /** Above this a request or command travels in a sealed memory file. */
  public static final int MAX_MESSAGE = 192 << 10;

  public static final int MAX_REQUEST = 8 << 20;
  public static final int MAX_ROOMS = 2048;
  public static final int MAX_TREES = 128;
  public static final int MAX_GROUPS = 8;
  public static final int MAX_COUNTERS = 24;
  public static final int MAX_FDS = 250;
  public static final int MAX_MOMENTS = 12;

  public static final int CREATE = 1;
  public static final int SIGNAL = 2;
  public static final int KILL = 3;
  public static final int LEAVE = 4;
  public static final int UPDATE = 5;

  public static final int REQUEST_SIZE = 32;
  public static final int UPDATE_SIZE = 64;
  public static final int PLAN_SIZE = 312;
  public static final int TREE_SIZE = 16;
  public static final int MOUNT_SIZE = 48;
  public static final int GROUP_SIZE = 16;
  public static final int WRITE_SIZE = 24;
  public static final int COUNTER_SIZE = 32;
  public static final int RLIMIT_SIZE = 16;
  public static final int DOMAIN_RULE_SIZE = 24;
  public static final int COMMAND_SIZE = 104;
  public static final int COPY_SIZE = 16;
  public static final int SPAN_SIZE = 8;
  public static final int REPORT_SIZE = 440;

  private Wire() {}
}
