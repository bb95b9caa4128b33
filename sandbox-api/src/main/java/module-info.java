/** What users of Kotha compile against. It needs nothing at run time but a provider. */
module io.kotha.sandbox {
  requires static org.jspecify;

  exports io.kotha.sandbox;
  exports io.kotha.sandbox.spi;

  uses io.kotha.sandbox.spi.SandboxProvider;
}
