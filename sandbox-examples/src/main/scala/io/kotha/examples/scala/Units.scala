package io.kotha.examples.scala

import io.kotha.sandbox.MemorySize

/** `10.mb`: powers of ten, as everywhere in the API; `64.mib`: powers of two. */
extension (n: Int)
  def kb: MemorySize = MemorySize.KB(n)
  def mb: MemorySize = MemorySize.MB(n)
  def gb: MemorySize = MemorySize.GB(n)
  def mib: MemorySize = MemorySize.MiB(n)
