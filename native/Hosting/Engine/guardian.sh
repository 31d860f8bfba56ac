# Outlives the AppHost by a moment. Reads what to look after from standard input; when that ends without a word,
# the AppHost is gone: what it started is ended, and its folder removed.
trap '' INT TERM HUP
folder=$1
groups=' '

# A group is gone when nothing but zombies is left of it (proc_pid_stat(5): state, parent, group follow the name).
alive() {
  for stat in /proc/[0-9]*/stat; do
    { read -r line <"$stat"; } 2>/dev/null || continue
    set -- ${line##*) }
    case $groups in *" $3 "*) [ "$1" = Z ] || return 0 ;; esac
  done
  return 1
}

while read -r verb group; do
  case $verb in
    watch) groups="$groups$group " ;;
    forget) groups="${groups%% "$group" *} ${groups#* "$group" }" ;;
    done) exit 0 ;;
  esac
done

tenths=0
while alive && [ "$tenths" -lt 100 ]; do
  # By now the kernel has told the children themselves; the rest of a group is told once.
  [ "$tenths" -eq 20 ] && for group in $groups; do kill -TERM -- "-$group" 2>/dev/null; done
  sleep 0.1
  tenths=$((tenths + 1))
done
for group in $groups; do kill -KILL -- "-$group" 2>/dev/null; done
rm -rf "$folder"
