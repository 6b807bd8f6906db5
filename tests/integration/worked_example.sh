#!/usr/bin/env bash
# README's "A department by hand", line by line as it stands there, in an empty folder; then a clean stop. Its ports are replaced
# only where something else on this machine holds them.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.." || exit
readme=$PWD/README.md people=$PWD/packaging/demo/people.mjs
PATH=${TIRKEU_BIN:-$PWD/build/release/bin}:$PATH
export LC_ALL=C.UTF-8
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit
wrong=0

verdict() { # verdict CODE NAME: what the step printed follows a failure
  if [ "$1" = 0 ]; then echo "ok - $2"; else
    echo "not ok - $2"
    sed 's/^/  /' "$folder/.out" 2>/dev/null | tail -25
    wrong=1
  fi
}
# The lines of the first shell block below a heading.
block_below() { awk -v heading="## $1" '$0 == heading {seen = 1} seen && /^```$/ {exit} seen && inside {print} seen && /^```sh$/ {inside = 1}' "$readme"; }
is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() {
  local port=$1
  while is_taken "$port"; do port=$((port + 10)); done
  echo "$port"
}
# A member of the JSON on stdin; nested ones with dots.
member() { node -e 'let t = ""; process.stdin.on("data", (d) => (t += d)).on("end", () => console.log(process.argv[1].split(".").reduce((o, k) => o?.[k], JSON.parse(t))))' "$1"; }
is() { # is NAME EXPECTED ACTUAL
  echo "expected $2, is $3" >.out
  [ "$2" = "$3" ]
  verdict $? "$1"
}

hub_port=$(free_port 8600) node_port=$(free_port 8602)
mapfile -t example < <(block_below 'A department by hand' | sed "s/127\.0\.0\.1:8600/127.0.0.1:$hub_port/g; s/127\.0\.0\.1:8602/127.0.0.1:$node_port/g")
is 'the example has its eleven lines' 11 "${#example[@]}"

# Every command of a line counts, also one before a semicolon or in a pipe.
trap 'bad=1' ERR
for line in "${example[@]}"; do
  bad=0
  eval "$line" >>.out 2>&1
  verdict "$bad" "${line%%#*}"
  : >.out
done
trap - ERR

# An acceptance after the example, so that the round that follows has something to carry.
# Every command of the example also works beside a daemon that is still starting; a browser needs one that listens.
curl -sS -o .out --retry 600 --retry-connrefused --retry-delay 0 --retry-max-time 60 "http://127.0.0.1:$node_port/healthz" 2>/dev/null
curl -sS -c jar -o .out -H 'Content-Type: application/json' -d '{"user":"aigul","password":"correct horse battery"}' "http://127.0.0.1:$node_port/api/v1/login"
node -e 'import(process.argv[1]).then(({ yilmaz }) => console.log(JSON.stringify(yilmaz("KZ-06-02"))))' "$people" >application.json
is 'an application is accepted' 201 "$(curl -sS -b jar -o .out -w '%{http_code}' -H 'X-Tirkeu: 1' -H 'Content-Type: application/json' -d @application.json "http://127.0.0.1:$node_port/api/v1/applications")"
tirkeu-node sync --once --data n2 >.out 2>&1
verdict $? 'a round carries it to the hub'
is 'the hub has it' 1 "$(tirkeu-hub status --json --data hub | member applications)"

status=$(tirkeu-node status --json --data n2 2>.out)
is 'the node says which office it is' KZ-06-02 "$(member office <<<"$status")"
is 'it is in order' ok "$(member state <<<"$status")"
is 'the hub holds everything it wrote' "$(member sequence <<<"$status")" "$(member receipted <<<"$status")"
is 'nothing waits to go up' 0 "$(member unsent <<<"$status")"
is 'a round was made' yes "$([ "$(member last_round_at <<<"$status")" != null ] && echo yes)"
offices=$(tirkeu-hub offices --json --data hub 2>.out)
is 'the hub knows the office as active' active "$(node -e 'console.log(JSON.parse(process.argv[1]).find((o) => o.code === "KZ-06-02").state)' "$offices")"
is 'aigul can log in' 200 "$(curl -sS -o .out -w '%{http_code}' -H 'Content-Type: application/json' -d '{"user":"aigul","password":"correct horse battery"}' "http://127.0.0.1:$node_port/api/v1/login")"
is 'admin can log in' 200 "$(curl -sS -o .out -w '%{http_code}' -H 'Content-Type: application/json' -d '{"user":"admin","password":"correct horse battery"}' "http://127.0.0.1:$hub_port/api/v1/login")"
tirkeu-node init --data again --enrolment o2.enrolment >.out 2>&1
is "a second machine with the same enrolment is not let in" 1 "$(tirkeu-node sync --once --data again >.out 2>&1; echo $?)"

kill -TERM %1 %2
wait %1
is 'the hub stops by SIGTERM with 0' 0 $?
wait %2
is 'the node stops by SIGTERM with 0' 0 $?
is 'and every command works without the daemons' 'KZ-06-02 KZ-06' "$(tirkeu-node status --json --data n2 | member office) $(tirkeu-hub status --json --data hub | member department)"
exit "$wrong"
