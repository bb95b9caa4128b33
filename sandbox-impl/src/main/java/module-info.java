/** The Linux provider of Kotha. It exports nothing: it is found by the {@code ServiceLoader}. */
module io.kotha.sandbox.linux {
  requires static org.jspecify;
  // Rooms are events of a recording, where this Java can make one.
  requires static jdk.jfr;
  requires io.kotha.sandbox;
  requires com.google.common;
  requires org.jnrproject.ffi;
  // jnr-ffi generates classes with ASM but leaves these two out of its own module description.
  requires org.objectweb.asm;
  requires org.objectweb.asm.util;
  requires org.slf4j;
  // Only for SyscallPolicy.ofProfile: who reads the profiles of others brings it.
  requires static com.google.gson;

  // jnr-ffi implements the interface of the bound functions by reflection, from classes that it
  // generates in a loader of its own: an opening to a named module would not reach them.
  opens io.kotha.sandbox.linux.zygote;

  provides io.kotha.sandbox.spi.SandboxProvider with
      io.kotha.sandbox.linux.LinuxSandboxProvider;
}
