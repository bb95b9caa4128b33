/** The API of Kotha. At run time it needs one provider and no other module. */
module io.kotha.sandbox {
  requires static org.jspecify;

  exports io.kotha.sandbox;
  exports io.kotha.sandbox.event;
  exports io.kotha.sandbox.files;
  exports io.kotha.sandbox.inspect;
  exports io.kotha.sandbox.isolation;
  exports io.kotha.sandbox.jvm;
  exports io.kotha.sandbox.limits;
  exports io.kotha.sandbox.seccomp;
  exports io.kotha.sandbox.spi;
  exports io.kotha.sandbox.stats;

  uses io.kotha.sandbox.spi.SandboxProvider;
}
