#!/bin/sh
# Writes the system call tables, number and name, of the architectures that Kotha knows.
#
#   generate-tables.sh [OUTPUT-DIR]
#
# Sources: the uapi headers of this machine (Debian: linux-libc-dev), read through the C
# preprocessor, and recent-syscalls.tsv for the calls that are newer than they are. Where both name
# a number they must agree, and where libseccomp's resolver is installed (Debian: seccomp) it must
# agree with the result: otherwise nothing is written. To be run on x86_64, whose headers are not
# generic; CC and CPPFLAGS are heeded.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../resources/io/kotha/sandbox/linux/seccomp}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# header FILE [-DNAME…]: "number name" of each __NR_ macro that the header defines.
header() {
  echo "#include <$1>" >"$work/ask.c"
  shift
  ${CC:-cc} ${CPPFLAGS:-} "$@" -E -dM "$work/ask.c" >"$work/macros"
  # The value may be another macro (__NR_mmap is __NR3264_mmap): the preprocessor resolves it.
  sed -n 's/^#define __NR_\([a-z0-9_]*\) .*/= __NR_\1 \1_/p' "$work/macros" >>"$work/ask.c"
  ${CC:-cc} ${CPPFLAGS:-} "$@" -E -P "$work/ask.c" >"$work/numbers"
  sed -n 's/^= \([0-9][0-9]*\) \(.*\)_$/\1 \2/p' "$work/numbers"
}

# recent ARCH: "number name" of the calls in the list that this architecture has.
recent() {
  awk -F '\t' -v arch="$1" '!/^#/ && ($3 == "common" || $3 == arch) { print $1, $2 }' \
    "$here/recent-syscalls.tsv"
}

# table ARCH: merges standard input with the recent calls into one sorted table.
table() {
  arch=$1
  { cat; recent "$arch"; } | sort -n | uniq | tr ' ' '\t' >"$work/$arch.tsv"
  for field in 1 2; do
    twice=$(cut -f $field "$work/$arch.tsv" | sort | uniq -d | tr '\n' ' ')
    [ -z "$twice" ] || { echo "$arch: two meanings of $twice" >&2; exit 1; }
  done
}

# agree ARCH: compares with libseccomp, which does not know the newest and calls some otherwise.
agree() {
  command -v scmp_sys_resolver >/dev/null || { echo "$1: libseccomp is not here to agree" >&2; return 0; }
  tab=$(printf '\t')
  while IFS=$tab read -r number name; do
    theirs=$(scmp_sys_resolver -a "$1" "$name")
    [ "$theirs" = "$number" ] || [ "$theirs" = -1 ] ||
      { echo "$1: $name is $number here and $theirs in libseccomp" >&2; exit 1; }
  done <"$work/$1.tsv"
}

[ "$(uname -m)" = x86_64 ] || { echo "to be run on x86_64" >&2; exit 1; }
header asm/unistd_64.h >"$work/in"
table x86_64 <"$work/in"
# arm64 selects these parts of the generic table. Two of its macros are no calls.
header asm-generic/unistd.h -D__BITS_PER_LONG=64 -D__ARCH_WANT_RENAMEAT -D__ARCH_WANT_NEW_STAT \
  -D__ARCH_WANT_SET_GET_RLIMIT -D__ARCH_WANT_TIME32_SYSCALLS -D__ARCH_WANT_SYS_CLONE3 \
  -D__ARCH_WANT_MEMFD_SECRET >"$work/all"
grep -v -e ' arch_specific_syscall$' -e ' syscalls$' "$work/all" >"$work/in"
table aarch64 <"$work/in"

agree x86_64
agree aarch64
for arch in x86_64 aarch64; do
  cp "$work/$arch.tsv" "$out/syscalls-$arch.tsv"
  echo "$arch: $(wc -l <"$out/syscalls-$arch.tsv") calls"
done
