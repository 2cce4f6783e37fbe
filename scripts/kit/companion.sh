#!/usr/bin/env bash
# The folder laid beside the .deb: every package it needs that a bare Debian lacks, for `apt install ./*.deb` offline.
# usage: scripts/kit/companion.sh PINGYI.deb FOLDER [BARE_ROOT]      needs root, a network and debootstrap; RELEASE, COMPONENTS, BROWSER_PACKAGE for others
set -euo pipefail
deb=$(realpath "$1"); mkdir -p "$2"; folder=$(realpath "$2")
scratch=$(mktemp -d); trap 'umount "$scratch/root/proc" "$scratch/root/sys" 2>/dev/null || true; rm -rf --one-file-system "$scratch"' EXIT # what is mounted there is the machine's own
root=${3:-$scratch/root}; release=${RELEASE:-bookworm}
fandol=texlive-lang-chinese # of it the four faces alone
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $release" | head -1)
[ -n "$mirror" ] || { echo "!! apt knows no $release: RELEASE names one of this machine's own distribution" >&2; exit 1; }
case "$mirror" in *ubuntu*) parts=main,universe ;; *) parts=main ;; esac # there tesseract and 22.04's python3.11 lie in universe
[ -d "$root/usr" ] || debootstrap --variant=minbase --components="${COMPONENTS:-$parts}" "$release" "$root" "$mirror" >"$root.log" 2>&1 ||
  { tail -n 5 "$root.log" >&2; echo "!! no bare $release from $mirror" >&2; exit 1; }
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
cp "$deb" "$root/tmp/pingyi.deb"
inside() { env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" "$@"; }
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends --download-only /tmp/pingyi.deb ${BROWSER_PACKAGE:-chromium} >/dev/null
cp "$root"/var/cache/apt/archives/*.deb "$folder/"
(cd "$root/var/cache/apt" && inside sh -c "cd /tmp && apt-get download -qq $fandol >/dev/null 2>&1")
mkdir -p "$scratch/deb/usr/share/fonts/opentype/fandol" "$scratch/deb/usr/share/doc/fonts-fandol-pingyi" "$scratch/deb/DEBIAN"
dpkg-deb --fsys-tarfile "$root"/tmp/"$fandol"_*.deb | tar -xf - -C "$scratch" --wildcards '*/fandol/Fandol[FHKS]*.otf'
find "$scratch" -path "$scratch/deb" -prune -o -name 'Fandol*.otf' -exec cp {} "$scratch/deb/usr/share/fonts/opentype/fandol/" \;
echo "Fandol faces, GPL-3 with font exception, as in Debian's $fandol; source: apt-get source $fandol" >"$scratch/deb/usr/share/doc/fonts-fandol-pingyi/copyright"
printf 'Package: fonts-fandol-pingyi\nVersion: 0.3\nArchitecture: all\nMaintainer: pingyi <pingyi@localhost>\nSection: fonts\nPriority: optional\nDescription: free faces that stand in for those of official papers\n' >"$scratch/deb/DEBIAN/control"
dpkg-deb --root-owner-group --build "$scratch/deb" "$folder/fonts-fandol-pingyi_0.3_all.deb" >/dev/null
rm -f "$root"/tmp/*.deb "$root"/var/cache/apt/archives/*.deb
echo "$folder: $(ls "$folder" | wc -l) packages, $(du -sm "$folder" | cut -f1) MB, for $release"
