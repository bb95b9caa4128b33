package io.kotha.examples.scala

import io.kotha.sandbox.MemorySize

/** Memory sizes: `10.mb` in powers of ten, as in the API; `64.mib` in powers of two. */
extension (n: Int)
  def kb: MemorySize = MemorySize.KB(n)
  def mb: MemorySize = MemorySize.MB(n)
  def gb: MemorySize = MemorySize.GB(n)
  def mib: MemorySize = MemorySize.MiB(n)
