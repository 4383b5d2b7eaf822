#!/bin/bash
# Onequeue itself, from the checkout in ONEQUEUE_CHECKOUT: a migrated database with four teams, five staff, ten API
# keys, and the SQL by which it grows.
set -e
BENCH_HOME=${BENCH_HOME:-${TMPDIR:-/tmp}/onequeue-bench}; export BENCH_HOME
cd "${ONEQUEUE_CHECKOUT:?name the checkout of Onequeue}"
P="psql -h 127.0.0.1 -p 55432 -U postgres -qAtX -v ON_ERROR_STOP=1"
$P -d postgres -c 'DROP DATABASE IF EXISTS bench_onequeue_empty WITH (FORCE)' -c 'CREATE DATABASE bench_onequeue_empty'
export DATABASE_URL=postgresql://postgres@127.0.0.1:55432/bench_onequeue_empty ONEQUEUE_HOME=$BENCH_HOME/onequeue
export PUBLIC_BASE_URL=http://127.0.0.1:8104 ONEQUEUE_DEMO=0 ONEQUEUE_DEBUG=0 REDIS_URL= ONEQUEUE_STATEMENT_TIMEOUT=0
# An office that may send texts; no worker runs, so none goes out.
export TWILIO_ACCOUNT_SID=AC00000000000000000000000000000000 TWILIO_AUTH_TOKEN=00000000000000000000000000000000
export TWILIO_NUMBER=+441632960001 TWILIO_API_BASE=http://127.0.0.1:9
mkdir -p "$ONEQUEUE_HOME"
.venv/bin/python manage.py migrate --no-input -v 0
.venv/bin/python -m bench.peer.office "$ONEQUEUE_HOME"
