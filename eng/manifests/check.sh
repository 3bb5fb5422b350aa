#!/usr/bin/env bash
# Builds every overlay of deploy/kubernetes, with secrets made for the moment, and checks the objects against the schemas of the Kubernetes
# API (check.mjs). Needs kubectl 1.27 or newer, node and npm; the packages go to artifacts/.
# Ends with 69 where they cannot be had.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export MANIFEST_PACKAGES="$PWD/artifacts/manifests"
mkdir -p "$MANIFEST_PACKAGES"
npm install --prefix "$MANIFEST_PACKAGES" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel error \
    kubernetes-models@5.1.0 js-yaml@4.1.0 || exit 69

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R deploy/kubernetes "$work"
for overlay in "$work"/kubernetes/overlays/*/; do
    name=$(basename "$overlay")
    sed -E 's/^# ([A-Z0-9_]+=)$/\1/; s/=$/=0123456789abcdef/' "$overlay/secrets.example.env" > "$overlay/secrets.env"
    kubectl kustomize "$overlay" > "$work/$name.yaml"
    # Once more, with everything that can be chosen.
    sed -i -E 's/^( *)# - \.\./\1- ../' "$overlay/kustomization.yaml"
    kubectl kustomize "$overlay" > "$work/$name-with-all.yaml"
done
node eng/manifests/check.mjs "$work"/*.yaml
