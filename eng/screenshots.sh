#!/usr/bin/env bash
# Starts MeetingCloud with a data folder of its own, gives it meetings and work to do, and takes the pictures in docs/screenshots.
# Needs: .NET SDK, chromium, curl; fonts-noto-cjk for Chinese. Takes about five minutes; ports as in the README.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=${1:-docs/screenshots}
warm_up=${WARM_UP:-180}   # seconds of work before the first picture, for the charts of the last hour
data=$(mktemp -d)
key=$(head -c 24 /dev/urandom | base64 | tr '+/' '-_')
api=http://127.0.0.1:8000

if curl -s -o /dev/null --max-time 5 "$api"; then
    echo 'Something answers on port 8000 already: stop it first.' >&2
    exit 1
fi

cleanup() {
    kill "${load:-}" 2> /dev/null || true
    kill "${host:-}" 2> /dev/null && wait "$host" 2> /dev/null || true
    rm -rf "$data"
}
trap cleanup EXIT

dotnet build -v q --nologo MeetingCloud.AppHost
dotnet build -v q --nologo eng/Screenshots
Parameters__admin_api_key=$key dotnet run --no-build --project MeetingCloud.AppHost -- --nodes 3 --data "$data" > "$data/log" &
host=$!
healthy() { curl -fs "$api/health" > /dev/null && curl -fs http://127.0.0.1:8080/health > /dev/null; }
for _ in $(seq 120); do
    healthy || ! kill -0 "$host" 2> /dev/null && break
    sleep 1
done
if ! healthy; then
    echo 'MeetingCloud did not get healthy:' >&2
    tail -20 "$data/log" >&2
    exit 1
fi

call() { curl -fsS -H "Authorization: Bearer $key" "$@"; }
post() { call -H 'Content-Type: application/json' -d "$2" "$api$1"; }
id_of() { sed -n 's/^{"id":"\([^"]*\)".*/\1/p'; }

# Meetings as an organiser has them: some over, some to come.
year=$(date +%Y)
post /api/v1/meetings "{\"title\":\"Annual general meeting $((year - 1))\",\"time\":\"$((year - 1))-06-12T08:00:00Z\",\"status\":\"closed\"}" > /dev/null
post /api/v1/meetings "{\"title\":\"第三季度董事会\",\"time\":\"$((year + 1))-01-20T02:00:00Z\",\"intro\":\"审议第三季度经营情况。\"}" > /dev/null
post /api/v1/meetings "{\"title\":\"Works council\",\"time\":\"$((year + 1))-02-03T13:30:00Z\"}" > /dev/null
board=$(post /api/v1/meetings "{\"title\":\"Board meeting\",\"time\":\"$((year + 1))-01-14T09:00:00Z\",\"status\":\"active\",\"access_code\":\"4711\"}" | id_of)
head -c 60000000 /dev/urandom | call -T - "$api/api/v1/meetings/$board/files/Recording%20of%20the%20last%20meeting.mp4" > /dev/null
for n in 1 2 3 4 5 6; do
    head -c $((n * 700000)) /dev/urandom | call -T - "$api/api/v1/meetings/$board/files/Annexes/Annex%20$n.pdf" > /dev/null
done

# Attendees who download, some on slow lines, until the pictures are taken.
(
    trap 'kill $(jobs -p) 2> /dev/null' EXIT
    for attendee in $(seq 12); do
        while :; do
            curl -fsL --limit-rate "$((attendee * 400))k" -o /dev/null "$api/api/v1/meetings/$board/download-package?code=4711" || true
            sleep $((attendee % 5))
        done &
    done
    wait
) &
load=$!

sleep $((warm_up / 3))
post /api/v1/nodes/node-3/state '{"state":"maintenance"}' > /dev/null
post /api/admin/webdav/servers/server3/toggle '{"enabled":false}' > /dev/null
sleep $((warm_up / 3))
post /api/v1/nodes/node-3/state '{"state":"active"}' > /dev/null
post /api/admin/webdav/servers/server3/toggle '{"enabled":true}' > /dev/null
migration=$(post /api/admin/webdav/migrations '{"dry_run":false}' | id_of)
sleep $((warm_up / 3))
post /api/v1/nodes/node-3/state '{"state":"maintenance"}' > /dev/null

album=$(call "$api/api/v1/albums?page_size=1" | sed -n 's/.*"items":\[{"id":"\([^"]*\)".*/\1/p')
rm -f "$out"/*.png
dotnet run --no-build --project eng/Screenshots -- http://127.0.0.1:8080 "$key" "$out" \
    sign-in=/sign-in overview=/ nodes=/nodes node=/nodes/node-1 origin=/origin "migration=/origin/migrations/$migration" \
    meetings=/meetings new-meeting=/meetings/new meeting=/meetings/sample "meeting-agenda=/meetings/sample?tab=agenda" \
    "meeting-files=/meetings/sample?tab=files" "meeting-attendees=/meetings/sample?tab=share" \
    library=/library series=/library/series/sample "album=/library/albums/$album" \
    attendee=/m/sample not-found=/not-found
