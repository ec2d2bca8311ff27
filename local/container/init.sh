#!/bin/sh
# Process 1 of the container. It starts the command line, passes SIGTERM and SIGINT on to it, and ends with its exit code.
# Meanwhile the shell also collects ended processes whose parents are gone; Node as process 1 would keep them.
node /opt/zerobooth/cli/zerobooth.cjs "$@" <&0 &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM
trap 'kill -INT "$child" 2>/dev/null' INT
wait "$child"
code=$?
# A signal interrupts `wait`. It is repeated until the process has ended.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
exit "$code"
