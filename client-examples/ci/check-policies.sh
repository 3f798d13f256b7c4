#!/bin/sh
# A CI step that needs no test framework: the policies of a repository are read by a fresh Glasshouse and asked. It fails when
# something in them is not understood, or when somebody may do what the list below denies, or no longer what it allows.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
glasshouse=${GLASSHOUSE:-glasshouse}
ready=$(mktemp)
"$glasshouse" start --port 0 --json >"$ready" &
simulator=$!
trap 'kill $simulator; rm -f "$ready"' EXIT
while [ ! -s "$ready" ]; do
    kill -0 $simulator
    sleep 0.1
done
GLASSHOUSE_ENDPOINT=$(sed -n 's/.*"endpoint" *: *"\([^"]*\)".*/\1/p' "$ready")
export GLASSHOUSE_ENDPOINT

"$glasshouse" import --strict "${POLICIES:-$here/../shop}"

failed=0
while read -r expected principal action resource; do
    answer=can
    why=$("$glasshouse" can "$principal" "$action" "$resource") || answer=cannot
    if [ "$answer" != "$expected" ]; then
        echo "wrong: $principal $answer $action on $resource"
        echo "$why"
        failed=1
    fi
done <<'LIST'
can    role/web     s3:PutObject    arn:aws:s3:::shop-orders/open/1.json
cannot role/web     s3:GetObject    arn:aws:s3:::shop-orders/open/1.json
can    role/packing s3:GetObject    arn:aws:s3:::shop-orders/open/1.json
cannot role/packing s3:GetObject    arn:aws:s3:::shop-orders/archive/1.json
cannot role/release s3:GetObject    arn:aws:s3:::shop-orders/cards/1.json
cannot anonymous    s3:GetObject    arn:aws:s3:::shop-orders/open/1.json
LIST
[ $failed = 0 ] && echo "The policies are as they should be."
exit $failed
