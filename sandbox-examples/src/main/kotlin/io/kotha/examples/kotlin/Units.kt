package io.kotha.examples.kotlin

import io.kotha.sandbox.MemorySize

/** `10.kB`: powers of ten, as everywhere in the API. */
val Int.kB: MemorySize get() = MemorySize.KB(toLong())

/** `10.MB`. */
val Int.MB: MemorySize get() = MemorySize.MB(toLong())

/** `2.GB`. */
val Int.GB: MemorySize get() = MemorySize.GB(toLong())

/** `64.MiB`: powers of two. */
val Int.MiB: MemorySize get() = MemorySize.MiB(toLong())
