#!/bin/sh
# Builds the native helper, for Maven and by hand.
#
#   build.sh helper  OUT    kotha-helper-x86_64, kotha-helper-aarch64, helper.properties   (into the jar)
#   build.sh faults  OUT    kotha-helper-faults: this machine's, with -DKOTHA_FAULTS        (tests)
#   build.sh asan    OUT    kotha-helper-asan: hosted, ASan + UBSan, -DKOTHA_HOSTED         (tests)
#   build.sh fuzz    OUT    one fuzz target for each src/test/c/fuzz_*.c, sanitized         (tests)
#   build.sh analyze OUT    gcc's static analyzer over the sources: a finding is an error        (tests)
#   build.sh drive   OUT    drive_helper-x86_64 and -aarch64: src/test/c/drive_helper.c      (tests)
#   build.sh tests   OUT    faults, asan, fuzz, analyze and drive
#   build.sh clang   OUT    prints which clang jar `helper OUT` is going to need, if it is: Maven asks, and
#                           then puts that jar at target/clang/llvm.jar
#
# A compiler is looked for in this order, for each architecture by itself:
#   1. the host's gcc, for the host's own architecture; else an installed cross gcc;
#   2. clang and lld out of a jar of Maven Central. Nothing but a JDK and Maven is needed then.
# The helper is freestanding: besides its own headers it may include only those that every compiler
# brings along (stdint.h, stddef.h, stdbool.h, stdarg.h; not limits.h, whose other half is a libc's),
# never the kernel's or a libc's.
#
# What a build depends on is hashed, not dated: a check-out or a copy with odd time stamps neither
# rebuilds for nothing nor keeps a stale helper.
#
# JAVA_HOME, where set, gives the jar(1) to unpack with.
set -eu

# A fixed locale and time zone: compilers write neither into the output, but sort(1) obeys the first.
LC_ALL=C
export LC_ALL

src=$(cd "$(dirname "$0")" && pwd)
llvm_version=20.1.7-1.5.12

say() { echo "helper: $*" >&2; }
die() {
  say "$*"
  exit 1
}

usage() {
  sed -n '2,/^$/p' "$0" | sed -n 's/^# \{0,1\}//p' | sed '/^What a build/,$d' >&2
  exit 2
}

# ---- flags -----------------------------------------------------------------------------------------

# What every variant shares. The warnings are errors: the helper is the part that runs as root.
warnings="-Wall -Wextra -Werror -Wshadow -Wvla -Wundef -Wstrict-prototypes -Wmissing-prototypes
  -Wpointer-arith -Wwrite-strings -Wimplicit-fallthrough"

# -ffreestanding       no libc; the sources bring memcpy and the like, which compilers call unasked
# -fno-stack-protector its canary lives in thread-local storage, and there is none
# -fno-strict-*, -fno-delete-null-pointer-checks
#                      what the language leaves undefined stays harmless, as in the kernel
# -ftrivial-auto-var-init
#                      no stale stack bytes in a report, even where a member was forgotten
# -fno-pie             a fixed address costs no relocation: exec is what this program is measured by
freestanding="-std=c11 -O2 -ffreestanding -fno-stack-protector -fno-pie -fno-strict-aliasing
  -fno-strict-overflow -fno-delete-null-pointer-checks -fno-common -ftrivial-auto-var-init=zero
  -fstack-clash-protection -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-ident
  -ffunction-sections -fdata-sections -ffile-prefix-map=$src=. -Wa,--noexecstack"

# No build id, no symbols: the same sources give the same bytes.
link="-nostdlib -static -no-pie -Wl,-z,noexecstack -Wl,-z,relro -Wl,-z,now -Wl,-z,separate-code
  -Wl,--gc-sections -Wl,--build-id=none -Wl,-s -Wl,--fatal-warnings"

# -mno-outline-atomics  the out-of-line ones live in libgcc
# -fcf-protection=none  the kernel offers user code neither half of it without a libc's help
arch_flags() {
  case $1 in
    x86_64) echo "-fcf-protection=none" ;;
    aarch64) echo "-mno-outline-atomics" ;;
    *) die "no such architecture: $1" ;;
  esac
}

# ---- compilers -------------------------------------------------------------------------------------

host_arch() {
  case $(uname -m) in
    x86_64 | amd64) echo x86_64 ;;
    aarch64 | arm64) echo aarch64 ;;
    *) uname -m ;;
  esac
}

works() { command -v "$1" >/dev/null 2>&1; }

# Is it really gcc, with an assembler and a linker behind it? (A stray driver without binutils is not.)
# The bar is gcc 12, which brought -ftrivial-auto-var-init.
good_gcc() {
  works "$1" || return 1
  probe=$(mktemp -d)
  status=0
  echo 'void _start(void); void _start(void) { for (;;) { } }' >"$probe/p.c"
  "$1" -ffreestanding -ftrivial-auto-var-init=zero -fno-pie -no-pie -static -nostdlib -fuse-ld=bfd \
    -o "$probe/p" "$probe/p.c" >/dev/null 2>&1 || status=1
  rm -rf "$probe"
  return $status
}

# The gcc for an architecture, or nothing.
gcc_for() {
  if [ "$1" = "$(host_arch)" ] && good_gcc gcc; then
    echo gcc
  elif good_gcc "$1-linux-gnu-gcc"; then
    echo "$1-linux-gnu-gcc"
  fi
}

jar_tool() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/jar" ]; then
    echo "$JAVA_HOME/bin/jar"
  else
    echo jar
  fi
}

# The clang of the jar, unpacked here once.
clang=$src/../../../target/clang

clang_ready() { [ -e "$clang/ready-$llvm_version" ]; }

# Which classifier of the jar runs on this machine.
clang_classifier() {
  case $(host_arch) in
    x86_64) echo linux-x86_64 ;;
    aarch64) echo linux-arm64 ;;
    *) die "no gcc for every architecture, and no clang to be had for $(host_arch)" ;;
  esac
}

# Unpacks what compiling takes out of the jar that Maven has put at $clang/llvm.jar.
unpack_clang() {
  clang_ready && return
  [ -f "$clang/llvm.jar" ] || die "no gcc for $1 here: \`mvn -pl sandbox-impl -am generate-resources\` brings clang, or install gcc"
  top=org/bytedeco/llvm/$(clang_classifier)
  # The headers are those a compiler owes to freestanding code: std*.h and what they include.
  # jar(1) takes names, not patterns.
  headers=$("$(jar_tool)" tf "$clang/llvm.jar" |
    grep -E "^$top/lib/clang/[0-9]+/include/(__)?std[a-z0-9_]*\.h\$")
  # shellcheck disable=SC2086  # a list of names
  (cd "$clang" && "$(jar_tool)" xf llvm.jar \
    "$top/clang" "$top/lld" "$top/libLLVM.so" "$top/libclang-cpp.so" $headers)
  rm -rf "${clang:?}/bin" "${clang:?}/lib"
  mkdir "$clang/bin"
  for file in clang lld libLLVM.so libclang-cpp.so; do mv "$clang/$top/$file" "$clang/bin"; done
  mv "$clang/$top/lib" "$clang/lib"
  chmod +x "$clang/bin/clang" "$clang/bin/lld"
  # The jar names the libraries otherwise than the programs ask for them.
  soversion=${llvm_version%%.*}.1
  mv "$clang/bin/libLLVM.so" "$clang/bin/libLLVM.so.$soversion"
  mv "$clang/bin/libclang-cpp.so" "$clang/bin/libclang-cpp.so.$soversion"
  ln -s lld "$clang/bin/ld.lld"
  "$clang/bin/clang" --version >/dev/null || die "the clang of the jar does not run here (it needs libstdc++ and zlib)"
  rm -rf "$clang/org" "$clang/META-INF" "$clang/llvm.jar"
  : >"$clang/ready-$llvm_version"
}

# ---- work ------------------------------------------------------------------------------------------

# The hash of all that decides the output.
inputs() {
  {
    for file in "$src"/*.c "$src"/*.h "$src/build.sh" "$@"; do
      [ -f "$file" ] && { echo "$file" | sed "s|^$src/||"; cat "$file"; }
    done
    gcc --version 2>/dev/null | head -n 1
    for arch in x86_64 aarch64; do command -v "$arch-linux-gnu-gcc" || true; done
  } | sha256sum | cut -d ' ' -f 1
}

# fresh STAMP HASH FILE...: are the files there, made from exactly these inputs?
fresh() {
  stamp=$1 hash=$2
  shift 2
  for file in "$@"; do [ -s "$file" ] || return 1; done
  [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ]
}

sources() {
  set -- "$src"/*.c
  [ -f "$1" ] || die "no sources in $src"
  echo "$@"
}

# freestanding ARCH OUTPUT [FLAG...]
freestanding() {
  arch=$1 output=$2
  shift 2
  gcc=$(gcc_for "$arch")
  if [ -n "$gcc" ]; then
    # -nostdinc and gcc's own folder: including a system header fails here as it would with clang.
    # -fno-tree-loop-distribute-patterns: else the loop in memcpy becomes a call of memcpy.
    cc="$gcc -nostdinc -isystem $("$gcc" -print-file-name=include) -fno-tree-loop-distribute-patterns"
  else
    unpack_clang "$arch"
    bin=$(cd "$clang/bin" && pwd)
    cc="$bin/clang --target=$arch-unknown-linux-gnu --ld-path=$bin/ld.lld -nostdlibinc -Wno-unused-command-line-argument"
  fi
  say "$(basename "$output"): ${cc%% *}"
  # shellcheck disable=SC2046,SC2086  # flags and names, to be split: the paths of a build hold no blanks
  $cc $warnings $freestanding $(arch_flags "$arch") "$@" -o "$output.tmp" $(sources) $link
  # Renamed into place: who executes the old one meanwhile keeps it.
  mv "$output.tmp" "$output"
}

helper_fresh() {
  hash=$(inputs)
  fresh "$out/helper.stamp" "$hash" \
    "$pack/kotha-helper-x86_64" "$pack/kotha-helper-aarch64" "$pack/helper.properties"
}

clang_needed() {
  if helper_fresh || clang_ready; then return; fi
  if [ -z "$(gcc_for x86_64)" ] || [ -z "$(gcc_for aarch64)" ]; then clang_classifier; fi
}

build_helper() {
  helper_fresh && return
  mkdir -p "$pack"
  for arch in x86_64 aarch64; do
    freestanding $arch "$pack/kotha-helper-$arch"
  done
  {
    echo "# The helpers beside this file, by architecture. What is executed is checked against it."
    for arch in x86_64 aarch64; do
      echo "sha256.$arch=$(sha256sum "$pack/kotha-helper-$arch" | cut -d ' ' -f 1)"
    done
  } >"$pack/helper.properties"
  echo "$hash" >"$out/helper.stamp"
}

build_faults() {
  hash=$(inputs)
  fresh "$out/faults.stamp" "$hash" "$out/kotha-helper-faults" && return
  freestanding "$(host_arch)" "$out/kotha-helper-faults" -DKOTHA_FAULTS
  echo "$hash" >"$out/faults.stamp"
}

# hosted OUTPUT [ARGUMENT...]: with a libc and the sanitizers. Only the host's gcc has their libraries;
# without it there is no such variant, and the tests that want it are skipped and say so.
hosted() {
  output=$1
  shift
  # shellcheck disable=SC2046,SC2086  # as above
  gcc $warnings -std=c11 -O1 -g -fno-omit-frame-pointer -fno-common -DKOTHA_HOSTED "$@" $(sources) \
    -fsanitize=address,undefined -fno-sanitize-recover=all -static-libasan -static-libubsan \
    -o "$output.tmp"
  mv "$output.tmp" "$output"
}

has_sanitizers() {
  works gcc || return 1
  probe=$(mktemp -d)
  status=0
  echo 'int main(void) { return 0; }' >"$probe/p.c"
  gcc -fsanitize=address,undefined -static-libasan -static-libubsan -o "$probe/p" "$probe/p.c" \
    >/dev/null 2>&1 && "$probe/p" || status=1
  rm -rf "$probe"
  return $status
}

build_asan() {
  main=$src/../../test/c/hosted_main.c
  hash=$(inputs "$main")
  fresh "$out/asan.stamp" "$hash" "$out/kotha-helper-asan" && return
  rm -f "$out/kotha-helper-asan"
  has_sanitizers || {
    say "kotha-helper-asan: left out, no gcc with sanitizer libraries here"
    return
  }
  say "kotha-helper-asan: gcc"
  hosted "$out/kotha-helper-asan" "-I$src" "$main"
  echo "$hash" >"$out/asan.stamp"
}

build_fuzz() {
  tests=$src/../../test/c
  for fuzz in "$tests"/fuzz_*.c; do
    [ -f "$fuzz" ] || continue
    name=$(basename "$fuzz" .c)
    hash=$(inputs "$fuzz")
    fresh "$out/$name.stamp" "$hash" "$out/$name" && continue
    rm -f "$out/$name"
    has_sanitizers || {
      say "$name: left out, no gcc with sanitizer libraries here"
      continue
    }
    say "$name: gcc"
    # The fuzz target brings main(), and looks which paths an input takes; the sources leave theirs out.
    hosted "$out/$name" -DKOTHA_FUZZ -fsanitize-coverage=trace-pc "-I$src" "$fuzz"
    echo "$hash" >"$out/$name.stamp"
  done
}

build_analysis() {
  hash=$(inputs)
  fresh "$out/analysis.stamp" "$hash" && return
  works gcc || {
    say "analysis: left out, no gcc here"
    return
  }
  say "analysis: gcc"
  for file in $(sources); do
    # shellcheck disable=SC2086  # flags, to be split
    gcc $warnings $freestanding -fanalyzer -c -o /dev/null "$file"
  done
  echo "$hash" >"$out/analysis.stamp"
}

build_drive() {
  drive=$src/../../test/c/drive_helper.c
  hash=$(inputs "$drive")
  fresh "$out/drive.stamp" "$hash" "$out/drive_helper-x86_64" "$out/drive_helper-aarch64" && return
  for arch in x86_64 aarch64; do
    # It brings its own start; the helper's sources leave theirs out.
    freestanding $arch "$out/drive_helper-$arch" -DKOTHA_FUZZ "-I$src" "$drive"
  done
  echo "$hash" >"$out/drive.stamp"
}

[ $# -ge 2 ] || usage
if [ "$(uname -s)" != Linux ]; then
  # The pure packages are built and tested anywhere; rooms exist on Linux.
  say "not built on $(uname -s)"
  exit 0
fi
what=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
pack=$out/io/kotha/sandbox/linux/helper
case $what in
  clang) clang_needed ;;
  helper) build_helper ;;
  faults) build_faults ;;
  asan) build_asan ;;
  fuzz) build_fuzz ;;
  analyze) build_analysis ;;
  drive) build_drive ;;
  tests)
    build_faults
    build_asan
    build_fuzz
    build_analysis
    build_drive
    ;;
  *) usage ;;
esac
