package io.kotha.examples.kotlin

import io.kotha.sandbox.MemorySize

/** Kilobytes, such as `10.kB`: powers of ten, as in the API. */
val Int.kB: MemorySize get() = MemorySize.KB(toLong())

/** Megabytes, such as `10.MB`. */
val Int.MB: MemorySize get() = MemorySize.MB(toLong())

/** Gigabytes, such as `2.GB`. */
val Int.GB: MemorySize get() = MemorySize.GB(toLong())

/** Mebibytes, such as `64.MiB`: powers of two. */
val Int.MiB: MemorySize get() = MemorySize.MiB(toLong())
