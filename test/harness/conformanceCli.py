"""Runs commands of awscli in one process: arguments a line as JSON on stdin, what came of it on stdout."""

import contextlib
import io
import json
import sys

import awscli
from awscli.clidriver import create_clidriver

# Every command has a driver of its own, as if awscli were started for it; reading the models again is
# what would take most of its time.
models = create_clidriver().session.get_component("data_loader")


def run(words):
    driver = create_clidriver()
    driver.session.register_component("data_loader", models)
    return driver.main(words)


answers = sys.stdout
print(json.dumps({"version": awscli.__version__}), file=answers, flush=True)
for line in sys.stdin:
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            code = run(json.loads(line))
        except SystemExit as ended:
            code = ended.code
    answer = {"code": code, "stdout": said.getvalue(), "stderr": complained.getvalue()}
    print(json.dumps(answer), file=answers, flush=True)
