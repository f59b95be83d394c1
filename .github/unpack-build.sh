# What the build ran may be hostile, so its archive is unpacked outside the checkout, and only what was declared is
# moved in. Needs GNU tar, find and coreutils, which GitHub's Linux images have.
set -euo pipefail
shopt -s extglob
refuse() { echo "::error::$1 Nothing was deployed. What to do: $2"; exit 1; }
lies_in() { case "$1/" in "$2"/*) ;; *) return 1 ;; esac; }
root="$(pwd -P)"
archive="$RUNNER_TEMP/build/build.tar"
unpacked="$(cd "$(mktemp -d "$RUNNER_TEMP/unpacked.XXXXXX")" && pwd -P)"
trap 'rm -rf -- "$unpacked" "$RUNNER_TEMP/build"' EXIT

# 1. What was declared, and that none of it is, contains or lies in the infrastructure, .git or .github.
infra="$(realpath -ms -- "/${INFRA_DIRECTORY:-.git}")"; infra="${infra#/}"
infra_itself="$(realpath -m -- "$root/$infra")"; infra_itself="${infra_itself#"$root"}"; infra_itself="${infra_itself#/}" # where it is a link
named="${SITE_DIRECTORY:-}"$'\n'"$(sed 's/^[^=]*=//' <<< "${LAMBDA_PACKAGES:-}")"
mapfile -t asked < <(sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d' <<< "${BUILD_PATHS:-$named}" | sort -u)
declared=()
for path in "${asked[@]}"; do
  whole="$(realpath -ms -- "$root/$path")"
  if ! lies_in "$whole" "$root" || [ "$whole" = "$root" ]; then
    refuse "The build path \"$path\" is not a folder of the repository." "Name the built folder itself, relative to the repository."
  fi
  path="${whole#"$root"/}"
  for own in .git .github "$infra" "$infra_itself"; do
    # Terraform at the repository's root: its files are kept out of the archive below.
    [ -n "$own" ] || continue
    if lies_in "${path,,}" "${own,,}" || lies_in "${own,,}" "${path,,}"; then
      refuse "The build path \"$path\" touches \"$own\", which a build may not change." "Build into a folder outside it."
    fi
  done
  parent="$(dirname -- "$whole")"
  if [ "$(realpath -m -- "$parent")" != "$parent" ]; then
    refuse "The build path \"$path\" leads through a symbolic link of the repository." "Name the folder that the link leads to."
  fi
  covered=no
  for one in "${declared[@]}"; do if lies_in "$path" "$one"; then covered=yes; fi; done
  [ "$covered" = yes ] || declared+=("$path")
done
if [ "${#declared[@]}" -eq 0 ]; then
  refuse "The workflow declares no path of the build." "Name it in build-paths, site-directory or lambda-packages."
fi
is_declared() { local one; for one in "${declared[@]}"; do if lies_in "$1" "$one"; then return 0; fi; done; return 1; }
leads_there() { local one; for one in "${declared[@]}"; do if lies_in "$one" "$1"; then return 0; fi; done; return 1; }

# 2. Unpacked into an empty folder: absolute names and ".." are refused before, everything else is looked at there.
if [ ! -f "$archive" ] || [ -L "$archive" ]; then refuse "The artifact of the build holds no build.tar." "Run all jobs again."; fi
if ! names="$(tar --list --absolute-names --quoting-style=escape --file "$archive")"; then
  refuse "The archive of the build cannot be read." "Run all jobs again."
fi
if foreign="$(grep -m1 -E '^/|(^|/)\.\.(/|$)' <<< "$names")"; then
  refuse "The archive of the build names \"$foreign\", which lies outside the repository." "Find out which build step made it: an honest one does not."
fi
if ! tar --extract --no-same-owner --no-same-permissions --directory "$unpacked" --file "$archive"; then
  refuse "The archive of the build cannot be unpacked." "Find out what the build left: a link that another file goes through, or a full disk."
fi
chmod -R u+rwX -- "$unpacked" # a folder that cannot be read could hide what is in it
cd "$unpacked"
if odd="$(find . ! -type f ! -type d ! -type l -print -quit)" && [ -n "$odd" ]; then
  refuse "The archive of the build holds \"${odd#./}\", which is no file." "Remove it in the build."
fi
if odd="$(find . -type f -links +1 -print -quit)" && [ -n "$odd" ]; then
  refuse "The archive of the build holds \"${odd#./}\" as a hard link." "Copy the file in the build."
fi
while IFS= read -r -d '' path; do
  path="${path#./}"
  if is_declared "$path"; then continue; fi
  if [ -d "$path" ] && [ ! -L "$path" ] && leads_there "$path"; then continue; fi
  refuse "The archive of the build holds \"$path\", which no input declares." "Where the deploy needs it, name it in build-paths."
done < <(find . -mindepth 1 -print0)
while IFS= read -r -d '' link; do
  target="$(realpath -m -- "$link")"
  if [ "$(readlink -- "$link" | head -c 1)" = / ] || ! lies_in "$target" "$unpacked" || ! is_declared "${target#"$unpacked"/}"; then
    refuse "The archive of the build holds \"${link#./}\", a link that leaves what the build declares." "Copy what it leads to, or name that in build-paths too."
  fi
done < <(find . -type l -print0)
if [ -z "$infra" ]; then
  odd="$(find . \( -iname '*.tf' -o -iname '*.tofu' -o -iname '*.tf.json' -o -iname '*.tofu.json' -o -iname '*.tfvars' \
    -o -iname '*.tfvars.json' -o -iname '.terraform*' \) -print -quit)"
  [ -z "$odd" ] || refuse "The archive of the build holds Terraform's \"${odd#./}\"." "Keep Terraform's files out of what is built."
fi
for path in "${declared[@]}"; do
  if [ ! -e "$path" ]; then refuse "The archive of the build lacks \"$path\"." "Correct the path, or the command that builds it."; fi
done

# 3. Moved to its place; nothing else in the checkout may have changed.
cd "$root"
outside=()
for path in "${declared[@]}"; do
  mkdir -p -- "$(dirname -- "$path")"
  outside+=(-path "./$(sed 's/[][\\*?]/\\&/g' <<< "$path")" -prune -o)
done
# A runner's temporary folder may lie in the checkout.
if lies_in "$unpacked" "$root"; then outside+=(-path "./${unpacked#"$root"/}" -prune -o); fi
state() { find . "${outside[@]}" \( -type d -printf 'd %m %p\0' -o -printf '%y %m %i %s %T@ %p %l\0' \) | sort -z | sha256sum; }
before="$(state)"
for path in "${declared[@]}"; do
  rm -rf -- "${root:?}/$path"
  mv -- "$unpacked/$path" "$root/$path"
done
if [ "$(state)" != "$before" ]; then
  refuse "Unpacking the build changed the checkout outside what is declared." "Run all jobs again on a fresh runner."
fi
echo "The build is in place: ${declared[*]}"
