import { openStore } from '../../electron/adapters/storage/openStore'
import { RunId, SessionId } from '../../src/shared/domain/ids'
import { OperatorError } from '../../src/shared/errors'

/*
 * A console of its own process that does nothing but write to its journal, for tests that kill it or
 * set it a limit. Prints one JSON line for each thing that happened, when it has happened.
 */
const [folder = '', count = '0'] = process.argv.slice(2)
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`)

const runId = RunId.parse('run-1')
const sessionId = SessionId.parse('session-1')

function write(): void {
  const opened = openStore({ folder, now: Date.now })
  say({ opened: opened.mayWrite, pid: process.pid })
  opened.store.journal.append(sessionId, runId, {
    kind: 'run-started',
    workflow: 'child',
    version: 1,
    input: null,
  })
  for (let written = 1; written <= Number(count); written++) {
    const key = `run-1/step-${written}/${'x'.repeat(500)}`
    const { seq } = opened.store.journal.append(sessionId, runId, { kind: 'step-started', key })
    say({ seq })
  }
  say({ finished: true })
}

try {
  write()
} catch (thrown) {
  say({ failed: thrown instanceof OperatorError ? thrown.wire.code : String(thrown) })
}
// Stays until it is killed: a console that ends by itself would close its files properly.
setInterval(() => undefined, 1000)
