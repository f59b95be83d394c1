#!/bin/sh
# Prints how this repository's tokens name it, as variables of this configuration:
#
#   ./subjects.sh OWNER/REPO > repository.auto.tfvars
#
# Run it again, and apply, after the repository was renamed or transferred, or when the template of `sub` was changed.
set -eu

# The shell has emptied the file before this began: an empty one would be taken for an answer.
file=repository.auto.tfvars
trap 'status=$?; [ "$status" -eq 0 ] || [ ! -f "$file" ] || [ -s "$file" ] || rm "$file"' EXIT

if [ $# -ne 1 ]; then
  echo "Usage: ./subjects.sh OWNER/REPO > repository.auto.tfvars" >&2
  exit 2
fi

# GitHub answers with the names as they are now and in their own case, which a trust policy compares.
facts=$(gh api "repos/$1" --jq '[.owner.login, .owner.id, .name, .id, .visibility] | map(tostring) | join(" ")') || {
  echo "GitHub did not answer for $1, so nothing was written. Sign in with: gh auth login" >&2
  exit 1
}
read -r owner owner_id name id visibility <<FACTS
$facts
FACTS

# Empty where GitHub's own template is used. A repository that follows its organisation may name no claims itself.
claims='if .use_default then "" else (.include_claim_keys // []) | join(" ") end'
customization=actions/oidc/customization/sub
template=$(gh api "repos/$owner/$name/$customization" --jq "$claims")
default=$(gh api "repos/$owner/$name/$customization" --jq .use_default)
if [ "$default" != true ] && [ -z "$template" ]; then
  template=$(gh api "orgs/$owner/$customization" --jq '(.include_claim_keys // []) | join(" ")')
fi

refuse() {
  echo "The tokens of $owner/$name have a template of their own for sub: $template" >&2
  echo "$1" >&2
  echo "Use GitHub's template in this repository, then run this again:" >&2
  echo "  gh api --method PUT repos/$owner/$name/$customization -F use_default=true" >&2
  exit 1
}

# By name, and with the ids that never change: GitHub issues the one or the other.
by_name=
by_id=
last=
add() {
  by_name="$by_name${by_name:+:}$1"
  by_id="$by_id${by_id:+:}$2"
}
for claim in ${template:-repo context}; do
  [ "$last" != context ] || refuse "The roles need context, the part with the environment or the branch, to be its last claim."
  last=$claim
  case $claim in
    context) ;;
    repo) add "repo:$owner/$name" "repo:$owner@$owner_id/$name@$id" ;;
    repository) add "repository:$owner/$name" "repository:$owner/$name" ;;
    repository_id) add "repository_id:$id" "repository_id:$id" ;;
    repository_owner) add "repository_owner:$owner" "repository_owner:$owner" ;;
    repository_owner_id) add "repository_owner_id:$owner_id" "repository_owner_id:$owner_id" ;;
    repository_visibility) add "repository_visibility:$visibility" "repository_visibility:$visibility" ;;
    *) refuse "The claim $claim differs from job to job, so no role can be made to trust it." ;;
  esac
done
[ "$last" = context ] || refuse "The roles need context, the part with the environment or the branch, to be its last claim."

echo "repository_id       = \"$id\""
echo "repository_subjects = ["
echo "  \"$by_name\","
[ "$by_id" = "$by_name" ] || echo "  \"$by_id\","
echo "]"
