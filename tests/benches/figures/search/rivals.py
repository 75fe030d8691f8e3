"""Other engines on the same texts: rank, rights and 20 snippets, in this process, warm.

Reads one JSON object a line: {"load": FILE} (a file with one text a line, as JSON strings), then
{"ask": [[kind, [word, ...]], ...], "calls": N}; answers each with one JSON object a line. An engine
that is not installed is left out. Started by `rivals.rs`; ends with its input.
"""

import contextlib
import itertools
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time

HITS = 20
DEEP_OFFSET = 2000


class Sqlite:
    name = "SQLite FTS5"

    def __init__(self, folder, texts):
        self.db = sqlite3.connect(os.path.join(folder, "fts.db"))
        self.db.execute("create virtual table t using fts5(body, who unindexed, at unindexed)")
        rows = ((text, "all", at) for at, text in enumerate(texts))
        self.db.executemany("insert into t values (?, ?, ?)", rows)
        self.db.execute("insert into t(t) values ('optimize')")
        self.db.commit()
        self.db.execute("pragma cache_size = -2000000")

    def ask(self, kind, words):
        quoted = ['"%s"' % word for word in words]
        match = {"phrase": '"%s"' % " ".join(words), "prefix": quoted[-1] + "*"}.get(
            kind, " ".join(quoted)
        )
        order = "at desc" if kind == "newest" else "rank"
        offset = DEEP_OFFSET if kind == "deep" else 0
        sql = (
            "select rowid, snippet(t, 0, '<', '>', '…', 24) from t where t match ?"
            f" and who in ('all', 'me') order by {order} limit {HITS} offset {offset}"
        )
        self.db.execute(sql, (match,)).fetchall()


class Postgres:
    name = "PostgreSQL"

    def __init__(self, folder, texts):
        import psycopg2

        bin_folder = "/usr/lib/postgresql/15/bin"
        data = os.path.join(folder, "pg")
        os.makedirs(data)
        os.chmod(folder, 0o755)
        as_user = []
        if os.getuid() == 0:
            subprocess.run(["chown", "postgres", data], check=True)
            as_user = ["runuser", "-u", "postgres", "--"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
        subprocess.run(as_user + [f"{bin_folder}/initdb", "-D", data, "-U", "rapport"], **quiet)
        options = f"-c unix_socket_directories={data} -c listen_addresses= -c shared_buffers=1GB"
        # It was vacuumed by hand, and does not work while another engine is measured.
        options += " -c autovacuum=off"
        start = [f"{bin_folder}/pg_ctl", "-D", data, "-w", "-o", options, "start"]
        subprocess.run(as_user + start, **quiet)
        self.stop = lambda: subprocess.run(
            as_user + [f"{bin_folder}/pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet
        )
        self.db = psycopg2.connect(host=data, user="rapport", dbname="postgres")
        self.db.autocommit = True
        self.cursor = self.db.cursor()
        self.cursor.execute("create table t (at serial, body text, who text, words tsvector)")
        lines = tempfile.TemporaryFile("w+")
        for text in texts:
            lines.write(text.replace("\\", " ").replace("\t", " ").replace("\n", " ").replace("\r", " ") + "\tall\n")
        lines.seek(0)
        self.cursor.copy_expert("copy t (body, who) from stdin", lines)
        self.cursor.execute("update t set words = to_tsvector('simple', left(body, 500000))")
        self.cursor.execute("create index on t using gin (words)")
        self.cursor.execute("vacuum analyze t")
        self.cursor.execute("checkpoint")

    def ask(self, kind, words):
        joined = {"phrase": " <-> ".join(words), "prefix": words[-1] + ":*"}.get(
            kind, " & ".join(words)
        )
        order = "at desc" if kind == "newest" else "ts_rank(words, query) desc"
        offset = DEEP_OFFSET if kind == "deep" else 0
        self.cursor.execute(
            "select at, ts_headline('simple', body, query) from (select at, body, query from t,"
            " to_tsquery('simple', %s) query where words @@ query and who in ('all', 'me')"
            f" order by {order} limit {HITS} offset {offset}) page",
            (joined,),
        )
        self.cursor.fetchall()


class Notmuch:
    """Mail alone: each text is a mail. It has no order but by time, so that is what it is asked for."""

    name = "notmuch, newest first"

    def __init__(self, folder, texts):
        import notmuch2

        self.sort = notmuch2.Database.SORT.NEWEST_FIRST
        path = os.path.join(folder, "mail")
        os.makedirs(path)
        self.db = notmuch2.Database.create(path, config=notmuch2.Database.CONFIG.EMPTY)
        with self.db.atomic():
            for at, text in enumerate(texts):
                message, _ = self.db.add(self.mail(path, at, text))
                message.tags.add("all")

    def stop(self):
        self.db.close()

    @staticmethod
    def mail(path, at, text):
        place = os.path.join(path, str(at // 1000))
        os.makedirs(place, exist_ok=True)
        place = os.path.join(place, str(at))
        date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(1_000_000_000 + at * 60))
        head = f"From: a@b.test\nSubject: {at}\nMessage-ID: <{at}@b.test>\nDate: {date}\n"
        kind = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        with open(place, "w", encoding="utf-8", errors="replace") as file:
            file.write(f"{head}MIME-Version: 1.0\n{kind}\n{text}\n")
        return place

    def ask(self, kind, words):
        query = {"phrase": '"%s"' % " ".join(words), "prefix": words[-1] + "*"}.get(
            kind, " and ".join('"%s"' % word for word in words)
        )
        offset = DEEP_OFFSET if kind == "deep" else 0
        found = self.db.messages(f"({query}) and (tag:all or tag:me)", sort=self.sort)
        for message in itertools.islice(found, offset, offset + HITS):
            with open(message.path, encoding="utf-8") as file:
                text = file.read()
            place = max(text.lower().find(words[-1].lower()), 100)
            text[place - 100 : place + 100].replace(words[-1], f"<{words[-1]}>")


def percentiles(times):
    times.sort()
    at = lambda share: times[min(int(len(times) * share), len(times) - 1)] * 1000
    return [at(0.5), at(0.99)]


def ask(engine, request):
    times = []
    # An engine that takes seconds is not asked hundreds of times.
    deadline = time.monotonic() + request["seconds"]
    while len(times) < request["calls"] and (time.monotonic() < deadline or len(times) < 6):
        kind, words = request["ask"][len(times) % len(request["ask"])]
        started = time.perf_counter()
        engine.ask(kind, words)
        times.append(time.perf_counter() - started)
    return percentiles(times[1:])


def load(folder, path):
    with open(path, encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    engines = []
    for engine in (Sqlite, Postgres, Notmuch):
        try:
            engines.append(engine(folder, texts))
        except (ImportError, OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
            print(f"{engine.name} is left out: {error}", file=sys.stderr)
    # What was loaded is on disk before anybody is measured, not written meanwhile.
    os.sync()
    return engines


def main():
    engines = []
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        for line in sys.stdin:
            request = json.loads(line)
            if "load" in request:
                engines = load(folder, request["load"])
                for engine in engines:
                    if hasattr(engine, "stop"):
                        stack.callback(engine.stop)
                answer = [engine.name for engine in engines]
            else:
                answer = {engine.name: ask(engine, request) for engine in engines}
            print(json.dumps(answer), flush=True)


main()
