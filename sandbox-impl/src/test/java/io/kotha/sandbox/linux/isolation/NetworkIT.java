package io.kotha.sandbox.linux.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.linux.attack.Attack;
import io.kotha.sandbox.linux.attack.Wall;
import io.kotha.sandbox.linux.fixture.CProgram;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.scenario.Scenario;
import io.kotha.sandbox.linux.scenario.Trap;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Network access from a room and into it: none by default. */
@Timeout(60)
class NetworkIT {

  @Test
  @Scenario("D12")
  void onlyLoopbackExists() throws Exception {
    String devices = Rooms.out(Rooms.minimal(), "cat /proc/net/dev");
    assertThat(devices.lines().skip(2).map(l -> l.strip().split(":")[0])).containsExactly("lo");
    assertThat(Rooms.out(Rooms.minimal(), "cat /proc/net/route").lines().skip(1)).isEmpty();
  }

  @Test
  @Scenario("D12")
  void hostCannotReachAServerInside() throws Exception {
    int port = freePort();
    try (SandboxProcess p = Rooms.minimal().start(serve(port))) {
      assertThat(p.inputReader().readLine()).isEqualTo("listening");
      Assertions.assertThatThrownBy(() -> ask(port)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  @Scenario("D12")
  void hostReachesAServerOnTheSharedNetwork() throws Exception {
    int port = freePort();
    try (SandboxProcess p = Rooms.minimal().share(Namespace.NET).start(serve(port))) {
      assertThat(p.inputReader().readLine()).isEqualTo("listening");
      assertThat(ask(port)).isEqualTo("hello\n");
      assertThat(p.waitFor()).isZero();
    }
  }

  @Test
  @Scenario("D12")
  @Attack(value = "F2", move = "connects to a port of the host", walls = Wall.NET_NAMESPACE)
  void payloadCannotReachAServiceOfTheHost() throws Exception {
    try (ServerSocket host = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Command client = askInside(host.getLocalPort());
      assertThat(Rooms.minimal().run(client).stdout()).isEqualTo("ENETUNREACH\n");
      assertThat(Rooms.minimal().loopback().run(client).stdout()).isEqualTo("ECONNREFUSED\n");
      host.setSoTimeout(10_000);
      try (SandboxProcess p = Rooms.minimal().share(Namespace.NET).start(client);
          Socket accepted = host.accept()) {
        accepted.getOutputStream().write("of the host".getBytes(StandardCharsets.UTF_8));
        accepted.close();
        assertThat(new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("of the host");
      }
    }
  }

  @Test
  @Trap("lo up on request")
  void loopbackIsUpOnRequestOnly() throws Exception {
    String tcp = Rooms.probe("tcp");
    String script = tcp + " serve 8080 & sleep 0.3; " + tcp + " ask 8080";
    assertThat(Rooms.out(Rooms.minimal().loopback(), script).lines())
        .containsExactly("listening", "hello");
    assertThat(Rooms.sh(Rooms.minimal(), script).stdout()).contains("ENETUNREACH");
  }

  @Test
  void roomsHaveSeparateLoopbacks() throws Exception {
    Sandbox loopback = Rooms.minimal().loopback();
    try (SandboxProcess p = loopback.start(serve(8080))) {
      assertThat(p.inputReader().readLine()).isEqualTo("listening");
      assertThat(loopback.run(askInside(8080)).stdout()).isEqualTo("ECONNREFUSED\n");
    }
  }

  @Test
  @Trap("abstract socket of the host unreachable")
  @Attack(
      value = "F1",
      move = "connects to an abstract socket of the host",
      walls = Wall.NET_NAMESPACE)
  void payloadCannotReachAnAbstractSocketOfTheHost() throws Exception {
    String name = "kotha-test-" + UUID.randomUUID();
    Process server = new ProcessBuilder(CProgram.of("unixsock").toString(), "serve", name).start();
    try {
      assertThat(server.inputReader().readLine()).isEqualTo("listening");
      Command ask = Command.of(Rooms.probe("unixsock"), "ask", name);
      assertThat(Rooms.out(Rooms.minimal(), ask)).isEqualTo("ECONNREFUSED");
      assertThat(Rooms.out(Rooms.minimal().share(Namespace.NET), ask)).isEqualTo("connected");
    } finally {
      server.destroyForcibly();
    }
  }

  private static Command serve(int port) {
    return Command.of(Rooms.probe("tcp"), "serve", Integer.toString(port));
  }

  private static Command askInside(int port) {
    return Command.of(Rooms.probe("tcp"), "ask", Integer.toString(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String ask(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      socket.setSoTimeout(5_000);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
