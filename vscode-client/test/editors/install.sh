#!/usr/bin/env bash
# Real VS Code for the tests: code-server, the newest and the oldest version that the client supports,
# into the folder that is named. Needs root on Debian; takes three minutes, and nothing if all is there.
# With --check it only tells, by its exit status, whether all is there.
set -euo pipefail

NEWEST=4.139.1 # VS Code 1.139.1
OLDEST=4.100.3 # VS Code 1.100.3; `engines` of package.json names the same
NODE_NEWEST=24.21.0
NODE_OLDEST=20.20.2
MADE="$NEWEST on $NODE_NEWEST, $OLDEST on $NODE_OLDEST"

only_check=
if [ "${1-}" = --check ]; then
  only_check=1
  shift
fi
folder=${1:?usage: install.sh [--check] FOLDER}

is_there() {
  [ "$(cat "$folder/made" 2>/dev/null)" = "$MADE" ] &&
    [ -x "$folder/newest/node" ] && [ -x "$folder/oldest/node" ] && [ -x /usr/bin/chromium ]
}

if is_there; then
  echo "VS Code for the tests is in $folder: $MADE"
  exit 0
fi
[ -z "$only_check" ] || exit 1

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
export DEBIAN_FRONTEND=noninteractive
apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core libkrb5-dev libsecret-1-dev \
  pkg-config g++ make python3 ripgrep >/dev/null
command -v npm >/dev/null || apt-get install -qq -y --no-install-recommends npm >/dev/null
# What is native is built with the headers that are here, not with some from elsewhere: it uses only
# Node-API, which is the same for every Node.
[ -e /usr/include/node/node_api.h ] || apt-get install -qq -y --no-install-recommends libnode-dev >/dev/null
export npm_config_nodedir=/usr

# A folder with a Node of its own, which npm's package `node` brings along; `node` is a link to it.
begin() {
  mkdir -p "$folder/$1/runtime"
  cd "$folder/$1"
  [ -f package.json ] || echo '{ "private": true }' | tee package.json >runtime/package.json
  npm install --silent --no-fund --no-audit --prefix runtime "node@$2"
  ln -sfn runtime/node_modules/node/bin/node node
}

# npm's scripts must run under the same Node.
by_its_node() {
  PATH="$folder/$1/runtime/node_modules/node/bin:$PATH" "${@:2}"
}

begin newest "$NODE_NEWEST"
by_its_node newest npm install --silent --no-fund --no-audit "code-server@$NEWEST"
./node node_modules/code-server/out/node/entry.js --version

# The old one's scripts want downloads from elsewhere: they are left out, what is native is built here,
# and the search program is Debian's.
begin oldest "$NODE_OLDEST"
by_its_node oldest npm install --silent --no-fund --no-audit --ignore-scripts "code-server@$OLDEST"
by_its_node oldest npm rebuild --silent argon2 --build-from-source
cd node_modules/code-server/lib/vscode
by_its_node oldest npm install --silent --no-fund --no-audit --omit=dev --ignore-scripts
# Its script fails after the build that counts.
by_its_node oldest npm rebuild --silent node-pty || test -f node_modules/node-pty/build/Release/pty.node
by_its_node oldest npm rebuild --silent @vscode/spdlog @vscode/deviceid native-watchdog kerberos @parcel/watcher
(cd extensions && by_its_node oldest npm install --silent --no-fund --no-audit --omit=dev --ignore-scripts)
mkdir -p node_modules/@vscode/ripgrep/bin
ln -sfn /usr/bin/rg node_modules/@vscode/ripgrep/bin/rg
"$folder/oldest/node" ../../out/node/entry.js --version

echo "$MADE" >"$folder/made"
