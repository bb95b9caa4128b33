/**
 * The Linux provider of Kotha. The module exports nothing; {@link java.util.ServiceLoader} finds
 * the provider.
 */
module io.kotha.sandbox.linux {
  requires static org.jspecify;
  // Only for flight recordings: a Java runtime made by jlink may lack the module.
  requires static jdk.jfr;
  requires io.kotha.sandbox;
  requires com.google.common;
  requires org.jnrproject.ffi;
  // jnr-ffi generates classes with ASM, but its module descriptor does not require these two.
  requires org.objectweb.asm;
  requires org.objectweb.asm.util;
  requires org.slf4j;
  // Only for SeccompProfile: applications that read or write profiles add it themselves.
  requires static com.google.gson;

  // Opened to all: jnr-ffi implements Libc with classes that it generates in a class loader of its
  // own, which belong to no named module.
  opens io.kotha.sandbox.linux.sys;

  uses io.kotha.sandbox.event.SandboxListener;

  provides io.kotha.sandbox.spi.SandboxProvider with
      io.kotha.sandbox.linux.LinuxSandboxProvider;
}
