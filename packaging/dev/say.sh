# What `dev` says, in the language of the terminal (kk, ru, en), and how it shows where it is.
# A text is looked up in packaging/dev/messages.<language> (lines `key<TAB>printf format`); a key that a language lacks is shown in English.

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
  kk*) language=kk ;;
  ru*) language=ru ;;
  *) language=en ;;
esac

declare -A message
for file in "packaging/dev/messages.en" "packaging/dev/messages.$language"; do
  while IFS=$'\t' read -r key text; do
    [ -z "$key" ] || message[$key]=$text
  done <"$file"
done

if [ -t 1 ]; then bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'; else bold='' red='' green='' plain=''; fi

# say KEY [VALUE…]: one message to stdout.
say() {
  local key=$1
  shift
  # The format comes from our own catalogue, not from outside.
  # shellcheck disable=SC2059
  printf "${message[$key]:-$key}\n" "$@"
}

# die KEY [VALUE…]: the message to stderr, and the end.
die() {
  printf '%s' "$red" >&2
  say "$@" >&2
  printf '%s' "$plain" >&2
  exit 1
}

# steps N announces how many steps follow; step KEY [VALUE…] begins the next one.
step_count=0 step_now=0
steps() { step_count=$1 step_now=0; }
step() {
  step_now=$((step_now + 1))
  [ "$step_now" -le "$step_count" ] || step_count=$step_now
  printf '%s[%d/%d] %s%s\n' "$bold" "$step_now" "$step_count" "$(say "$@")" "$plain"
}
