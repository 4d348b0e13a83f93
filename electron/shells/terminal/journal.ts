import { openJournal, type JournalReader } from '../../app/journalReader'
import { journalText, sessionsText } from './journalText'

export interface JournalFlags {
  readonly json: boolean
  /** The data folder. */
  readonly data: string
}

/** `tallylight journal [session]`: everything that is on record, to read. Changes nothing. */
export function journal(session: string | undefined, { json, data }: JournalFlags): void {
  const reader = openJournal(data)
  try {
    const text = json ? jsonOf(reader, session) : textOf(reader, session)
    process.stdout.write(`${text}\n`)
    for (const { what, why } of json ? [] : reader.notices())
      process.stderr.write(`${what} ${why}\n`)
  } finally {
    reader.close()
  }
}

function jsonOf(reader: JournalReader, named: string | undefined): string {
  const told = named === undefined ? { sessions: reader.sessions() } : reader.session(named)
  return JSON.stringify({ ...told, notices: reader.notices() }, undefined, 2)
}

const textOf = (reader: JournalReader, named: string | undefined): string =>
  named === undefined ? sessionsText(reader.sessions()) : journalText(reader.session(named))
