import type { DatabaseSync, StatementSync, SQLInputValue } from 'node:sqlite'
import { operatorError, type Sentence } from '../../../src/shared/errors'
import { inWords, worded } from './faults'

export type Row = Readonly<Record<string, unknown>>

/**
 * One database as the tables see it: statements are prepared once, errors leave in words, and writes
 * are refused where this console may only look.
 */
export class Connection {
  readonly #database: DatabaseSync
  readonly #refusal: Sentence | undefined
  readonly #statements = new Map<string, StatementSync>()
  #depth = 0
  /** A write within the innermost transaction failed: it can only be taken back. */
  #broken = false

  constructor(database: DatabaseSync, refusal?: Sentence) {
    this.#database = database
    this.#refusal = refusal
  }

  rows(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return worded(() => this.#prepared(sql).all(...values))
  }

  /** On disk when it returns, or when the transaction around it ends. */
  write(sql: string, ...values: readonly SQLInputValue[]): { readonly id: number } {
    if (this.#refusal) throw operatorError(this.#refusal)
    this.#mustStillBeTogether()
    try {
      return { id: Number(this.#prepared(sql).run(...values).lastInsertRowid) }
    } catch (thrown) {
      this.#broken = this.#depth > 0
      throw inWords(thrown)
    }
  }

  /** All of it or nothing. One within another is undone alone when it fails. */
  together<T>(work: () => T): T {
    this.#mustStillBeTogether()
    const inner = this.#depth > 0
    const begin = this.#refusal ? 'BEGIN' : 'BEGIN IMMEDIATE'
    worded(() => this.#database.exec(inner ? `SAVEPOINT level${this.#depth}` : begin))
    this.#depth += 1
    try {
      const result = work()
      if (result instanceof Promise) throw new TypeError('a transaction cannot wait')
      this.#mustStillBeTogether()
      this.#database.exec(inner ? `RELEASE level${this.#depth - 1}` : 'COMMIT')
      return result
    } catch (thrown) {
      this.#takeBack(inner)
      throw inWords(thrown)
    } finally {
      this.#depth -= 1
      if (!inner) this.#broken = false
    }
  }

  /** SQLite may have taken back everything by itself (a full disk can do that). */
  #takeBack(inner: boolean): void {
    if (!this.#database.isTransaction) return
    const level = `level${this.#depth - 1}`
    this.#database.exec(inner ? `ROLLBACK TO ${level}; RELEASE ${level}` : 'ROLLBACK')
    this.#broken = false
  }

  /** Whoever swallows the failure of a write does not get the other half of the work committed. */
  #mustStillBeTogether(): void {
    if (this.#depth === 0) return
    if (this.#broken || !this.#database.isTransaction) {
      throw new Error('a write of this transaction failed; nothing more may be written in it')
    }
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}
