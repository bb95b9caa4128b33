/** The Linux provider of Kotha. It exports nothing: it is found by the {@code ServiceLoader}. */
module io.kotha.sandbox.linux {
  requires static org.jspecify;
  // For RoomEvent; a trimmed Java may lack it.
  requires static jdk.jfr;
  requires io.kotha.sandbox;
  requires com.google.common;
  requires org.jnrproject.ffi;
  // jnr-ffi generates classes with ASM but leaves these two out of its own module description.
  requires org.objectweb.asm;
  requires org.objectweb.asm.util;
  requires org.slf4j;
  // Only for SeccompProfile: callers that read or write profiles add it themselves.
  requires static com.google.gson;

  // jnr-ffi implements the interface of the bound functions by reflection, from classes that it
  // generates in a loader of its own: an opening to a named module would not reach them.
  opens io.kotha.sandbox.linux.sys;

  provides io.kotha.sandbox.spi.SandboxProvider with
      io.kotha.sandbox.linux.LinuxSandboxProvider;
}
