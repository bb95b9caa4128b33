#!/bin/sh
# Builds the native helper, for Maven and by hand.
#
#   build.sh helper  OUT    kotha-helper-x86_64, kotha-helper-aarch64, helper.properties (for the jar)
#   build.sh faults  OUT    kotha-helper-faults for this machine, with -DKOTHA_FAULTS         (tests)
#   build.sh asan    OUT    kotha-helper-asan: hosted, ASan + UBSan, -DKOTHA_HOSTED           (tests)
#   build.sh fuzz    OUT    one fuzz target for each src/test/c/fuzz_*.c, sanitized           (tests)
#   build.sh style   OUT    checks for lines above 100 columns and files above 300 lines      (tests)
#   build.sh layers  OUT    checks that no files depend on each other in a circle; layers.txt (tests)
#   build.sh analyze OUT    runs gcc's static analyzer over the sources                       (tests)
#   build.sh drive   OUT    drive_helper-x86_64 and -aarch64 from src/test/c/drive_*.c        (tests)
#   build.sh tests   OUT    all of the above but helper
#   build.sh clang   OUT    prints the classifier of the clang jar that `helper OUT` needs, if any;
#                           Maven then puts that jar at target/clang/llvm.jar
#
# A finding of style, layers or analyze is an error.
#
# For each architecture, the compiler is the first of these that works:
#   1. the host's gcc for the host's own architecture, or an installed cross gcc for the other one;
#   2. clang and lld from a jar of Maven Central, which need only a JDK and Maven.
# The helper is freestanding. Besides its own headers it may include only those that every compiler
# provides (stdint.h, stddef.h, stdbool.h, stdarg.h; not limits.h, which includes the libc's), never
# the kernel's or a libc's.
#
# A build is up to date if the hash of its inputs is unchanged. Time stamps do not count, so a fresh
# check-out does not rebuild without need, and a copy does not keep a stale helper.
#
# If JAVA_HOME is set, jar(1) is taken from there.
set -eu

# sort(1) and awk(1) obey the locale.
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
  sed -n '2,/^$/p' "$0" | sed -n 's/^# \{0,1\}//p' | sed '/^A build is up to date/,$d' >&2
  exit 2
}

# ---- flags ------------------------------------------------------------------------------------

# Shared by every variant. Warnings are errors, because the helper is the part that runs as root.
warnings="-Wall -Wextra -Werror -Wshadow -Wvla -Wundef -Wstrict-prototypes -Wmissing-prototypes
  -Wpointer-arith -Wwrite-strings -Wimplicit-fallthrough"

# -ffreestanding       no libc; the sources have memcpy and the like, which compilers generate calls of
# -fno-stack-protector there is no thread-local storage for its canary
# -fno-strict-*, -fno-delete-null-pointer-checks
#                      undefined behaviour stays harmless, as in the kernel
# -ftrivial-auto-var-init
#                      no stale stack bytes in a report, even if a member was not set
# -fno-pie             a fixed address needs no relocation, which would make execve slower
freestanding="-std=c11 -O2 -ffreestanding -fno-stack-protector -fno-pie -fno-strict-aliasing
  -fno-strict-overflow -fno-delete-null-pointer-checks -fno-common -ftrivial-auto-var-init=zero
  -fstack-clash-protection -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-ident
  -ffunction-sections -fdata-sections -ffile-prefix-map=$src=. -Wa,--noexecstack"

# No build id, no symbols: the same sources give the same bytes.
link="-nostdlib -static -no-pie -Wl,-z,noexecstack -Wl,-z,relro -Wl,-z,now -Wl,-z,separate-code
  -Wl,--gc-sections -Wl,--build-id=none -Wl,-s -Wl,--fatal-warnings"

# -mno-outline-atomics  the out-of-line atomics are in libgcc
# -fcf-protection=none  the kernel enables CET only at the request of a libc
arch_flags() {
  case $1 in
    x86_64) echo "-fcf-protection=none" ;;
    aarch64) echo "-mno-outline-atomics" ;;
    *) die "no such architecture: $1" ;;
  esac
}

# ---- compilers --------------------------------------------------------------------------------

host_arch() {
  case $(uname -m) in
    x86_64 | amd64) echo x86_64 ;;
    aarch64 | arm64) echo aarch64 ;;
    *) uname -m ;;
  esac
}

works() { command -v "$1" >/dev/null 2>&1; }

# Checks for a gcc with an assembler and a linker: a driver without binutils is not enough. gcc 12
# is the oldest that has -ftrivial-auto-var-init.
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

# Prints the gcc for an architecture, or nothing.
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

# The directory of the unpacked clang.
clang=$src/../../../target/clang

clang_ready() { [ -e "$clang/ready-$llvm_version" ]; }

# Prints the classifier of the jar that runs on this machine.
clang_classifier() {
  case $(host_arch) in
    x86_64) echo linux-x86_64 ;;
    aarch64) echo linux-arm64 ;;
    *) die "no gcc for every architecture, and Maven Central has no clang for $(host_arch)" ;;
  esac
}

# Unpacks what a compilation needs from the jar that Maven has put at $clang/llvm.jar.
unpack_clang() {
  clang_ready && return
  [ -f "$clang/llvm.jar" ] ||
    die "no gcc for $1: run \`mvn -pl sandbox-impl -am generate-resources\` to get clang, or install gcc"
  top=org/bytedeco/llvm/$(clang_classifier)
  # The headers are those that a compiler provides for freestanding code: std*.h and what they
  # include. jar(1) accepts names, not patterns.
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
  # The programs load the libraries by their soname, which differs from the name in the jar.
  soversion=${llvm_version%%.*}.1
  mv "$clang/bin/libLLVM.so" "$clang/bin/libLLVM.so.$soversion"
  mv "$clang/bin/libclang-cpp.so" "$clang/bin/libclang-cpp.so.$soversion"
  ln -s lld "$clang/bin/ld.lld"
  "$clang/bin/clang" --version >/dev/null ||
    die "the clang of the jar does not run: it needs libstdc++ and zlib"
  rm -rf "$clang/org" "$clang/META-INF" "$clang/llvm.jar"
  : >"$clang/ready-$llvm_version"
}

# ---- work -------------------------------------------------------------------------------------

# Prints the hash of everything that the output depends on.
inputs() {
  {
    for file in "$src"/*.c "$src"/*.h "$src/build.sh" "$@"; do
      [ -f "$file" ] && { echo "$file" | sed "s|^$src/||"; cat "$file"; }
    done
    gcc --version 2>/dev/null | head -n 1
    for arch in x86_64 aarch64; do command -v "$arch-linux-gnu-gcc" || true; done
  } | sha256sum | cut -d ' ' -f 1
}

# fresh STAMP HASH FILE...: whether the files exist and were made from exactly these inputs.
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
    # -nostdinc and gcc's own folder: a system header is an error here, as it is with clang.
    # -fno-tree-loop-distribute-patterns: the loop in memcpy must not become a call of memcpy.
    cc="$gcc -nostdinc -isystem $("$gcc" -print-file-name=include) -fno-tree-loop-distribute-patterns"
  else
    unpack_clang "$arch"
    bin=$(cd "$clang/bin" && pwd)
    cc="$bin/clang --target=$arch-unknown-linux-gnu --ld-path=$bin/ld.lld -nostdlibinc"
    cc="$cc -Wno-unused-command-line-argument"
  fi
  say "$(basename "$output"): ${cc%% *}"
  # shellcheck disable=SC2046,SC2086  # flags and names to split: the paths contain no blanks
  $cc $warnings $freestanding $(arch_flags "$arch") "$@" -o "$output.tmp" $(sources) $link
  # Rename, so that a process that executes the old file is not disturbed.
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
    echo "# Checksums of the helpers beside this file. Kotha verifies them before it executes one."
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

# hosted OUTPUT [ARGUMENT...]: with a libc and the sanitizers, whose libraries only the host's gcc has.
# Without it there is no such variant, and the tests that need it are reported as skipped.
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
    say "kotha-helper-asan: left out, found no gcc with sanitizer libraries"
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
      say "$name: left out, found no gcc with sanitizer libraries"
      continue
    }
    say "$name: gcc"
    # The fuzz target has the main(), and records which paths an input takes.
    hosted "$out/$name" -DKOTHA_FUZZ -fsanitize-coverage=trace-pc "-I$src" "$fuzz"
    echo "$hash" >"$out/$name.stamp"
  done
}

build_style() {
  set -- "$src"/*.[ch] "$src"/../../test/c/*.c "$src"/../../test/resources/programs/*.c
  awk -v top="$(cd "$src/../../../.." && pwd)/" '
    function finding(line, text) {
      file = FILENAME
      sub(/main\/c\/\.\.\/\.\.\//, "", file)
      if (index(file, top) == 1) file = substr(file, length(top) + 1)
      print "helper: " file ":" line ": " text
      bad = 1
    }
    length($0) > 100 { finding(FNR, length($0) " columns, at most 100 are allowed") }
    FNR == 301 { finding(FNR, "the file has more than 300 lines") }
    END { exit bad }' "$@" >&2 || die "style: see the lines above"
}

# Prints "D FILE SYMBOL" for each symbol that a file defines, "U FILE SYMBOL" for each that it needs.
symbols() {
  for file in $(sources); do
    name=$(basename "$file")
    object=$out/layers/$name.o
    # shellcheck disable=SC2086  # flags, to be split
    gcc $warnings $freestanding -O0 -c -o "$object" "$file"
    nm --defined-only -g "$object" | awk -v file="$name" '{ print "D", file, $3 }'
    nm -u "$object" | awk -v file="$name" '{ print "U", file, $2 }'
  done
}

# An edge from one file to another is in a circle if the second one needs the first, also indirectly.
# Without a circle, a file's layer is above those of all files that it needs.
build_layers() {
  hash=$(inputs)
  fresh "$out/layers.stamp" "$hash" "$out/layers.txt" && return
  { works gcc && works nm; } || {
    say "layers: left out, found no gcc with nm"
    return
  }
  say "layers: gcc"
  mkdir -p "$out/layers"
  symbols >"$out/layers/symbols"
  awk '
    $1 == "D" { definer[$3] = $2; layer[$2] = 1 }
    $1 == "U" { needs[++count] = $2 " " $3 }
    END {
      for (i = 1; i <= count; i++) {
        split(needs[i], n, " ")
        user[i] = n[1]; symbol[i] = n[2]; owner[i] = definer[n[2]]
        if (owner[i] != "" && owner[i] != user[i]) reach[user[i], owner[i]] = 1
      }
      for (k in layer) for (i in layer) for (j in layer)
        if (((i, k) in reach) && ((k, j) in reach)) reach[i, j] = 1
      for (i = 1; i <= count; i++)
        if ((owner[i], user[i]) in reach && owner[i] != user[i]) {
          print "helper: circle: " user[i] " needs " symbol[i] "() of " owner[i]
          bad = 1
        }
      if (bad) exit 1
      for (round in layer) for (i = 1; i <= count; i++)
        if (((user[i], owner[i]) in reach) && layer[user[i]] <= layer[owner[i]])
          layer[user[i]] = layer[owner[i]] + 1
      for (f in layer) { names[layer[f]] = names[layer[f]] " " f; if (layer[f] > top) top = layer[f] }
      for (i = 1; i <= top; i++) print "layer " i ":" names[i]
    }' "$out/layers/symbols" >"$out/layers.txt" || {
    sort "$out/layers.txt" >&2
    rm -f "$out/layers.txt"
    die "layers: the files above depend on each other in a circle"
  }
  echo "$hash" >"$out/layers.stamp"
}

build_analysis() {
  hash=$(inputs)
  fresh "$out/analysis.stamp" "$hash" && return
  works gcc || {
    say "analysis: left out, found no gcc"
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
  tests=$src/../../test/c
  set -- "$tests/drive_helper.c" "$tests/drive_program.c"
  hash=$(inputs "$@" "$tests/drive_program.h")
  fresh "$out/drive.stamp" "$hash" "$out/drive_helper-x86_64" "$out/drive_helper-aarch64" && return
  for arch in x86_64 aarch64; do
    # It has a kt_start of its own.
    freestanding $arch "$out/drive_helper-$arch" -DKOTHA_FUZZ "-I$src" "-I$tests" "$@"
  done
  echo "$hash" >"$out/drive.stamp"
}

[ $# -ge 2 ] || usage
if [ "$(uname -s)" != Linux ]; then
  # The pure packages are built and tested on any OS; rooms need Linux.
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
  style) build_style ;;
  layers) build_layers ;;
  analyze) build_analysis ;;
  drive) build_drive ;;
  tests)
    build_style
    build_layers
    build_faults
    build_asan
    build_fuzz
    build_analysis
    build_drive
    ;;
  *) usage ;;
esac
