#!/usr/bin/env bash
# `dev` itself: what it says, what it installs, what it refuses to do to a machine, and how it counts. Debian's tools are replaced
# by scripts that write down how they were called; nothing is installed.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.." || exit
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The message of a failed check follows its line, indented.
verdict() { # verdict CODE NAME
  if [ "$1" = 0 ]; then echo "ok - $2"; else
    echo "not ok - $2"
    sed 's/^/  /' "$folder/out" "$folder/calls" 2>/dev/null
  fi
}
says() { grep -qF -- "$2" "$folder/$1"; }

# tool NAME: a stand-in in $folder/bin that writes down its arguments and the site's settings, then runs the body given on stdin.
tool() {
  { printf '#!/bin/bash\nprintf "%%s\\n" "%s $*" >>"%s/calls"\n' "$1" "$folder"; cat; } >"$folder/bin/$1"
  chmod +x "$folder/bin/$1"
}

# A machine on which nothing is installed. `state` holds "installed" once apt-get has installed.
new_machine() {
  rm -rf "${folder:?}/bin" "$folder/calls" "$folder/state" "$folder/out"
  mkdir "$folder/bin"
  : >"$folder/calls"
  tool dpkg-query <<<"[ -e '$folder/state' ] || exit 1; for p in \"\${@:4}\"; do echo \"installed \$p\"; done"
  tool apt-cache <<<'exit 0'
  tool apt-get <<<"case \"\$*\" in *-s*install*) echo 'Inst cmake (3.25.1 Debian:12/stable [amd64])';; *install*) env | grep -E '^(http_proxy|https_proxy|SSL_CERT_FILE|DEBIAN_FRONTEND)=' >>'$folder/calls'; touch '$folder/state';; esac"
}
run_dev() { PATH=$folder/bin:$PATH LC_ALL=${locale:-C} ./dev "$@" >"$folder/out" 2>&1; }

new_machine
run_dev setup build && says out 'Everything needed is installed' && says calls 'install g++ cmake ninja-build'
verdict $? 'installs what is missing'
says calls '--no-remove' && says calls '--no-install-recommends' && says calls 'DEBIAN_FRONTEND=noninteractive'
verdict $? 'asks apt for no more than that, without questions'

: >"$folder/calls"
run_dev setup build && ! says calls 'apt-get'
verdict $? 'leaves apt alone when nothing is missing'

new_machine
tool apt-get <<<"case \"\$*\" in *-s*install*) echo 'Remv libboost1.74-dev [1.74.0-18]'; echo 'Inst libboost1.81-dev';; *install*) touch '$folder/state';; esac"
run_dev setup build
[ $? = 1 ] && says out 'apt would REMOVE: libboost1.74-dev' && [ ! -e "$folder/state" ]
verdict $? 'stops before apt would remove a package, and names it'

new_machine
tool apt-get <<<"case \"\$*\" in *-s*install*) ;; *update*) touch '$folder/updated';; *install*) [ -e '$folder/updated' ] && touch '$folder/state';; esac"
run_dev setup build && says out 'Everything needed'
verdict $? 'looks for fresh lists when the mirror no longer has a file'

new_machine
tool apt-get <<<"case \"\$*\" in *-s*install*) ;; *) echo 'E: no connection'; exit 100;; esac"
run_dev setup build
[ $? = 1 ] && says out 'start the same command again' && says out 'E: no connection'
verdict $? 'says what to do when apt fails'

new_machine
tool id <<<'echo 1000'
tool sudo <<<'exec "$@"'
certificate=$folder/site-ca.pem
: >"$certificate"
HTTPS_PROXY=http://proxy.example:3128 http_proxy=http://proxy.example:3128 SSL_CERT_FILE=$certificate run_dev setup build
says calls 'sudo env http_proxy=http://proxy.example:3128 https_proxy=http://proxy.example:3128' && says calls "SSL_CERT_FILE=$certificate" && says calls "CaInfo=$certificate"
verdict $? "carries the site's proxies and certificate authority through sudo"

new_machine
tool id <<<'echo 1000'
(command() { [ "$2" != sudo ] && builtin command "$@"; }; export -f command; run_dev setup build)
[ $? = 1 ] && says out 'sudo is not installed'
verdict $? 'says which command needs an administrator when there is no sudo'

new_machine
tool node <<<'echo 16'
touch "$folder/state"
tool dpkg-query <<<"exit 1"
run_dev setup node
says calls 'install nodejs npm'
verdict $? "takes Debian's Node when the one that is there is too old"

new_machine
tool node <<<'echo 22'
tool npm <<<'exit 0'
run_dev setup node && ! says calls 'apt-get'
verdict $? 'uses the Node that is there'

locale=C run_dev nonsense
[ $? = 2 ] && says out 'there is no command "nonsense"'
verdict $? 'answers an unknown command with the usage and 2'
# A locale that the machine lacks is still a wish.
LANG=kk_KZ.UTF-8 locale=kk_KZ.UTF-8 run_dev help 2>/dev/null; says out 'Қолданылуы: ./dev БҰЙРЫҚ'
verdict $? 'speaks Kazakh'
locale=ru_RU.UTF-8 run_dev help; says out 'Использование: ./dev КОМАНДА'
verdict $? 'speaks Russian'

# How suites are counted: count OUTPUT-OF-A-SUITE EXIT-CODE gives "PASSED FAILED".
count() {
  printf '%b' "$1" >"$folder/suite"
  (
    . packaging/dev/say.sh
    . packaging/dev/suite.sh
    patterns=()
    cd "$folder" && mkdir -p build/test-logs
    suite one bash -c "cat suite; exit $2" >/dev/null
    say_result
  )
}
counts() { # counts NAME EXPECTED OUTPUT CODE
  count "$3" "$4" >"$folder/out"
  says out "$2"
  verdict $? "$1"
}
: >"$folder/calls"
counts 'counts TAP' '2 passed, 1 failed' 'ok - a\nok - b\nnot ok - c\n' 1
counts 'counts GoogleTest' '1 passed, 1 failed' '[ RUN      ] A.B\n[       OK ] A.B (0 ms)\n[ RUN      ] A.C\n[  FAILED  ] A.C (1 ms)\n[  FAILED  ] 1 test, listed below:\n[  FAILED  ] A.C\n' 1
counts 'believes a last line that counts' '7 passed, 2 failed' 'ok - a\n7 passed, 2 failed\n' 1
counts 'counts a crash as a failure' '1 passed, 1 failed' 'ok - a\n' 139
counts 'counts silence as a failure' '0 passed, 1 failed' 'nothing to say\n' 0
counts 'counts a skipped test as a failure' '1 passed, 1 failed' 'ok - a\nok - b # SKIP no net\n' 0
