#!/usr/bin/env bash
# Prints the name of the image of the real MinIO that tests run against: the published one where a registry can be reached, else
# one built from MinIO's Go module, which takes minutes and is done once a machine. Exits with 3 where neither can be had.
set -euo pipefail

PUBLISHED=minio/minio:RELEASE.2025-09-07T16-13-09Z
# The last commit of the module; MinIO's releases are not versions that Go knows.
VERSION=v0.0.0-20260212201848-7aac2a2c5b7c
BUILT=slipway/minio:$VERSION

is_present() {
    docker image inspect "$1" >/dev/null 2>&1
}

# In a directory of its own, which is gone afterwards, with modules and caches of more than 2 GB.
build() {
    WORKSPACE=$(mktemp -d)
    trap 'rm -rf "$WORKSPACE"' EXIT
    trap 'exit 143' INT TERM
    echo "Building $BUILT from its Go module: this takes some minutes, once a machine" >&2
    unset GOBIN GOFLAGS
    # Without inlining, and with a lazier collector in the compiler: a third less work, and tests do not need MinIO's full speed.
    GOPATH=$WORKSPACE/go GOMODCACHE=$WORKSPACE/go/pkg/mod GOCACHE=$WORKSPACE/cache GOOS=linux CGO_ENABLED=0 GOGC=400 \
        go install -modcacherw -trimpath -gcflags=all=-l "-ldflags=-s -w" "github.com/minio/minio@$VERSION" >"$WORKSPACE/log" 2>&1 &
    local go=$!
    trap 'kill "$go" 2>/dev/null || true; exit 143' INT TERM
    wait "$go" || { cat "$WORKSPACE/log" >&2; exit 1; }
    tar -cC "$(dirname "$(find "$WORKSPACE/go/bin" -name minio -type f)")" minio | docker import \
        --change 'ENTRYPOINT ["/minio"]' --change 'ENV HOME=/' --change 'EXPOSE 9000 9001' - "$BUILT" >/dev/null
}

# Whoever comes second finds what the first has built.
exec 9>"${TMPDIR:-/tmp}/slipway-minio.lock"
! command -v flock >/dev/null 2>&1 || flock 9
if is_present "$BUILT"; then
    echo "$BUILT"
elif is_present "$PUBLISHED" || docker pull --quiet "$PUBLISHED" >/dev/null 2>&1; then
    echo "$PUBLISHED"
elif command -v go >/dev/null 2>&1; then
    build
    echo "$BUILT"
else
    echo "MinIO is neither to be pulled (no registry) nor to be built (no go)" >&2
    exit 3
fi
