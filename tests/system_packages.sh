#!/bin/sh
# Install the Debian packages named, where they are missing: as root, or with sudo that asks for
# nothing. Otherwise say exactly what to install, and fail.
set -eu

missing=""
for package in "$@"; do
  case "$package" in
    chromium) test -x /usr/bin/chromium && continue ;;
    libatomic1) ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 && continue ;; # for Playwright's node
    fonts-nanum) ls /usr/share/fonts/truetype/nanum/*.ttf >/dev/null 2>&1 && continue ;;
    nginx-light) test -x /usr/sbin/nginx && continue ;;
    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && continue ;;
  esac
  missing="$missing $package"
done
test -z "$missing" && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Missing, and this is not Debian, so install their likes yourself:$missing" >&2
  exit 1
fi
as_root=""
if [ "$(id -u)" != 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    echo "Missing. Run: sudo apt-get install$missing" >&2
    exit 1
  fi
  as_root="sudo -n"
fi
echo "Installing$missing …"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086  the list is meant to be split
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
