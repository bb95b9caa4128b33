package io.kotha.sandbox.linux.wire;

/**
 * Constants of {@code wire.h}. Other classes have its enums; {@code LayoutTest} compares them all
 * with the header.
 */
public final class Wire {

  static final int MAGIC = 0x6874614b;
  static final int VERSION = 13;

  /** A larger request or command travels in a sealed memory file. */
  public static final int MAX_MESSAGE = 192 << 10;

  /** The largest request or command in bytes. */
  static final int MAX_REQUEST = 8 << 20;

  /** The most mount sources of a plan. */
  static final int MAX_SOURCES = 128;

  /** The most live rooms of one zygote. */
  public static final int MAX_ROOMS = 2048;

  /** The most descriptors of a message. */
  public static final int MAX_FDS = 250;

  /** The number of moments in a report. */
  public static final int MAX_MOMENTS = 12;

  /** The size of a report in bytes. */
  public static final int REPORT_SIZE = Layout.Report.SIZEOF;

  static final int MAX_COUNTERS = 24;
  static final int CALL_ARGUMENTS = 6;

  static final int CREATE = 1;
  static final int SIGNAL = 2;
  static final int KILL = 3;
  static final int LEAVE = 4;
  static final int UPDATE = 5;

  static final int STORE_BYPASS = 1;
  static final int INDIRECT_BRANCH = 2;
  static final int CORE_SCHEDULING = 4;

  static final int TERMINAL = 1;
  static final int WARN = 2;
  static final int COPY = 4;

  static final int HELLO = 1;
  static final int STARTED = 2;
  static final int FAILED = 3;
  static final int EXITED = 4;
  static final int PARKED = 5;

  static final int NEVER_RAN = 1;
  static final int NO_STATUS = 2;

  private Wire() {}
}
