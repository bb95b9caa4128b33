package io.kotha.benchmarks.subject;

import java.util.List;

/**
 * The name of a subject, in the results and on the command line of a measuring JVM.
 *
 * @param kind the kind of subject, such as {@code coldRoom} or {@code peer:bwrap}
 */
public record SubjectName(String kind) {

  /** ProcessBuilder with the JDK's default launch mechanism. */
  public static final SubjectName PROCESS_BUILDER = new SubjectName("processBuilder");

  /** ProcessBuilder with the launch mechanism VFORK. */
  public static final SubjectName PROCESS_BUILDER_VFORK = new SubjectName("processBuilderVfork");

  /** A full room that is built for each start. */
  public static final SubjectName COLD = new SubjectName("coldRoom");

  /** A room that is built for each start and shares the host's network. */
  public static final SubjectName COLD_SHARED_NETWORK = new SubjectName("coldRoomSharingNetwork");

  /** A full room from a full pool. */
  public static final SubjectName POOLED = new SubjectName("pooledRoom");

  private static final String PEER = "peer:";

  /** Returns the subjects that need nothing but the JDK and Kotha. */
  public static List<SubjectName> own() {
    return List.of(PROCESS_BUILDER, PROCESS_BUILDER_VFORK, COLD, COLD_SHARED_NETWORK, POOLED);
  }

  /** Returns the name of a peer, another isolator. */
  public static SubjectName peer(String program) {
    return new SubjectName(PEER + program);
  }

  /** Returns whether the subject is a peer. */
  public boolean isPeer() {
    return kind.startsWith(PEER);
  }

  /** Returns the peer's command. */
  public String program() {
    return kind.substring(PEER.length());
  }

  /** Returns the flags that the measuring JVM needs. */
  public List<String> jvmFlags() {
    return equals(PROCESS_BUILDER_VFORK)
        ? List.of("-Djdk.lang.Process.launchMechanism=VFORK")
        : List.of();
  }

  /** Returns the subject's name in reports. */
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
