"""Runs commands of awscli in one process: arguments a line as JSON on stdin, what came of it on stdout."""

import contextlib
import io
import json
import sys

import awscli
from awscli.clidriver import create_clidriver

answers = sys.stdout
print(json.dumps({"version": awscli.__version__}), file=answers, flush=True)
for line in sys.stdin:
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            code = create_clidriver().main(json.loads(line))
        except SystemExit as ended:
            code = ended.code
    answer = {"code": code, "stdout": said.getvalue(), "stderr": complained.getvalue()}
    print(json.dumps(answer), file=answers, flush=True)
