#!/usr/bin/env bash
# An office's PC from nothing: a bare Debian root without a network, where the kit is installed, used, upgraded and removed.
# usage: scripts/kit/bare_root.sh NEW.deb COMPANION_FOLDER [OLD.deb [BARE_ROOT]]      needs root, debootstrap and strace
# With OLD.deb the campaign is begun by it. BARE_ROOT spares the debootstrap; it is copied, not used.
set -euo pipefail
new=$(realpath "$1"); companion=$(realpath "$2"); old=${3:+$(realpath "$3")}; bare=${4:-}
work=$(mktemp -d); root=$work/root; calls=$work/calls; began=$(date +%s)
trap 'umount "$root/proc" "$root/dev" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT
step() { echo "== $(($(date +%s) - began)) s: $*"; }
fail() { echo "!! $*" >&2; exit 1; }

if [ -n "$bare" ]; then cp -a "$bare" "$root"; else
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: ${RELEASE:-bookworm}" | head -1)
  debootstrap --variant=minbase "${RELEASE:-bookworm}" "$root" "$mirror" >"$work/log" 2>&1
fi
step "a bare root: $(cat "$root/etc/debian_version"), $(ls "$root/var/lib/dpkg/info"/*.list | wc -l) packages"
mkdir "$root/stick"; cp "$companion"/*.deb "$root/stick/"
rm -rf "$root/var/lib/apt/lists"; mkdir -p "$root/var/lib/apt/lists/partial"; : >"$root/etc/apt/sources.list"
mount --bind /dev "$root/dev"

# a network of its own with nothing in it but the loopback, and whatever is asked for beyond it written down
alone() {
  strace -f -Y -qq -o "$calls.$(date +%s%N)" --seccomp-bpf -e trace=connect,sendto,sendmsg -e signal=none \
    unshare -n -m --propagation private sh -c '
      ip link set lo up; mount -t proc proc "$0/proc"; mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm"
      exec env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$0" "$@"' "$root" "$@"
}
clerk() { alone su -l clerk -c "export LC_ALL=C.UTF-8; $1"; }
kept() { (cd "$root/home/clerk" && find 评议 demo -type f ! -name '*.lock' ! -name 'holder*' -print0 | sort -z | xargs -0 sha256sum | sha256sum); }

put() { rm -f "$root"/stick/pingyi_*.deb; cp "$1" "$root/stick/"; alone sh -c 'cd /stick && apt-get install -y -qq --no-install-recommends ./*.deb' >"$work/apt" 2>&1 || { tail -n 20 "$work/apt" >&2; fail "apt did not install $1"; }; grep 评议 "$work/apt" || true; }
put "${old:-$new}"
step "installed $(basename "${old:-$new}") and what it needs, without a network"
alone useradd -m -s /bin/bash clerk
clerk 'pingyi --version && pingyi doctor' || fail "doctor finds something that does not work"
step "doctor"
clerk 'pingyi demo demo' >"$work/demo" 2>&1 || { tail -n 20 "$work/demo" >&2; fail "the demo did not run through"; }
tail -n 6 "$work/demo"
clerk 'mkdir -p 评议 && pingyi init 评议/本年' >/dev/null || fail "no workspace where the start page keeps them"
step "the demo ran, and a workspace was begun"

page='rm -f said; BROWSER=true pingyi start >said 2>&1 & page=$!
for _ in $(seq 120); do grep -q Ctrl-C said 2>/dev/null && break; sleep 1; done
chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run --dump-dom "$(grep -o "http[^ ]*" said | tail -n 1)" 2>/dev/null | grep -o "<title>[^<]*" || cat said'
shown() {
  clerk "$page; kill -INT \$page; wait \$page" >"$work/shown" || true # Ctrl-C is how a page ends
  grep '<title>.*评议' "$work/shown" || { cat "$work/shown" >&2; fail "no page stood in a browser"; }
}
shown
step "the start page stood in a browser"
if [ -n "$old" ]; then
  clerk "$page; touch up; while [ -e up ]; do sleep 1; done; kill -INT \$page; wait \$page" >/dev/null 2>&1 & holding=$!
  while [ ! -e "$root/home/clerk/up" ]; do sleep 1; done
  cp "$new" "$root/stick/"
  alone dpkg -i "/stick/$(basename "$new")" >"$work/refused" 2>&1 && fail "upgraded under a page at work"
  grep -m 1 正在运行 "$work/refused"
  rm "$root/home/clerk/up"; wait "$holding" || true
  before=$(kept)
  put "$new"
  [ "$before" = "$(kept)" ] || fail "the upgrade changed a workspace"
  step "upgraded to $(basename "$new"); the workspaces are untouched"
  clerk 'pingyi -C demo status | head -n 5; pingyi -C demo verify --reread 2' || fail "the workspace does not verify after the upgrade"
  step "the workspace in use verifies"
  shown
  step "the new start page stood in a browser"
fi
before=$(kept)
alone apt-get remove -y -qq pingyi >/dev/null 2>&1
[ "$before" = "$(kept)" ] || fail "removal changed a workspace"
[ ! -e "$root/opt/pingyi" ] && [ ! -e "$root/usr/bin/pingyi" ] && [ ! -e "$root/var/cache/pingyi" ] || fail "removal left something: $(find "$root/opt/pingyi" | head -3)"
step "removed; the workspaces are untouched, nothing else is left"
asked() { grep -hE 'sa_family=AF_INET6?,' "$calls".* | grep -vE '127\.0\.0\.1|"::1"|"::ffff:127' | sed -E 's/^[0-9]+<([^>]*)>.*(inet_addr\("[^"]*"|inet_pton\([^)]*).*/\1 \2/'; }
browsers='^(chrom|Chrome|ThreadPool|NetworkService|dconf)' # a browser calls its own maker: named apart, for it is the office's
echo "network calls of the program beyond this machine:"; asked | grep -vE "$browsers" | sort | uniq -c | grep . || echo none
echo "of the browser that stood in for the office's:"; asked | grep -E "$browsers" | sort | uniq -c | grep . || echo none
step "done"
