#!/bin/sh
# Install the Debian packages named, where they are missing: as root, or with sudo that asks for
# nothing. Otherwise say exactly what to install, and fail.
set -eu

missing=""
lean="" # those whose recommendations are a whole engine, or an init
for package in "$@"; do
  case "$package" in
    chromium) test -x /usr/bin/chromium && continue ;;
    libatomic1) ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 && continue ;; # for Playwright's node
    fonts-nanum) ls /usr/share/fonts/truetype/nanum/*.ttf >/dev/null 2>&1 && continue ;;
    fonts-wqy-microhei) ls /usr/share/fonts/truetype/wqy/*.ttc >/dev/null 2>&1 && continue ;;
    nginx-light) test -x /usr/sbin/nginx && continue ;;
    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && continue ;;
    docker-compose)
      docker compose version >/dev/null 2>&1 && continue
      command -v docker-compose >/dev/null && continue
      lean="$lean $package" && continue
      ;;
    systemd)
      command -v systemd-analyze >/dev/null && continue
      lean="$lean $package" && continue
      ;;
  esac
  missing="$missing $package"
done
test -z "$missing$lean" && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Missing, and this is not Debian, so install their likes yourself:$missing$lean" >&2
  exit 1
fi
as_root=""
if [ "$(id -u)" != 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    echo "Missing. Run: sudo apt-get install --no-install-recommends$missing$lean" >&2
    exit 1
  fi
  as_root="sudo -n"
fi
echo "Installing$missing$lean …"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"
# shellcheck disable=SC2086  the lists are meant to be split
{
  test -z "$missing" || $install $missing >/dev/null
  test -z "$lean" || $install --no-install-recommends $lean >/dev/null
}
