package io.kotha.benchmarks.subject;

import java.util.List;

/**
 * Names a subject: what stands in the results, and what a measuring JVM is told to open.
 *
 * @param kind which way of starting, such as {@code cold} or {@code peer:bwrap}
 */
public record SubjectName(String kind) {

  /** The JDK's default way. */
  public static final SubjectName PROCESS_BUILDER = new SubjectName("processBuilder");

  /** The JDK's, told to use vfork. */
  public static final SubjectName PROCESS_BUILDER_VFORK = new SubjectName("processBuilderVfork");

  /** A full room of which nothing exists before the call. */
  public static final SubjectName COLD = new SubjectName("coldRoom");

  /** The same, with the host's network. */
  public static final SubjectName COLD_SHARED_NETWORK = new SubjectName("coldRoomSharingNetwork");

  /** A full room out of a full pool. */
  public static final SubjectName POOLED = new SubjectName("pooledRoom");

  private static final String PEER = "peer:";

  /** All that need nothing but the JDK and Kotha. */
  public static List<SubjectName> own() {
    return List.of(PROCESS_BUILDER, PROCESS_BUILDER_VFORK, COLD, COLD_SHARED_NETWORK, POOLED);
  }

  /** Another program that isolates. */
  public static SubjectName peer(String program) {
    return new SubjectName(PEER + program);
  }

  /** Whether it is another program. */
  public boolean isPeer() {
    return kind.startsWith(PEER);
  }

  /** The name of that program. */
  public String program() {
    return kind.substring(PEER.length());
  }

  /** What the measuring JVM has to be started with. */
  public List<String> jvmFlags() {
    return equals(PROCESS_BUILDER_VFORK)
        ? List.of("-Djdk.lang.Process.launchMechanism=VFORK")
        : List.of();
  }

  /** For people. */
  public String label() {
    return switch (kind) {
      case "processBuilder" -> "ProcessBuilder";
      case "processBuilderVfork" -> "ProcessBuilder, VFORK";
      case "coldRoom" -> "Kotha, cold full room";
      case "coldRoomSharingNetwork" -> "Kotha, cold room, network shared";
      case "pooledRoom" -> "Kotha, full room out of a pool";
      default -> isPeer() ? program() : kind;
    };
  }
}
